"""Countries by their adjectives and other names, in the form of `everyday_pairs`.

A country is not replaced by its adjective: "in French" asks for something else than "in France".
"""

from __future__ import annotations

__all__ = ["NATION_PAIRS"]

_ADJECTIVES = """
Afghanistan Afghan, Argentina Argentine, Australia Australian, Austria Austrian, Bangladesh Bangladeshi,
Belgium Belgian, Brazil Brazilian, Bulgaria Bulgarian, Canada Canadian, Chile Chilean, China Chinese,
Colombia Colombian, Croatia Croatian, Cuba Cuban, Denmark Danish, Egypt Egyptian, England English,
Estonia Estonian, Ethiopia Ethiopian, Europe European, Finland Finnish, France French, Germany German,
Ghana Ghanaian, Greece Greek, Hungary Hungarian, Iceland Icelandic, India Indian, Indonesia Indonesian,
Iran Iranian, Iraq Iraqi, Ireland Irish, Israel Israeli, Italy Italian, Japan Japanese, Kenya Kenyan,
Korea Korean, Latvia Latvian, Lithuania Lithuanian, Malaysia Malaysian, Mexico Mexican, Netherlands Dutch,
Nigeria Nigerian, Norway Norwegian, Pakistan Pakistani, Peru Peruvian, Philippines Filipino, Poland Polish,
Portugal Portuguese, Romania Romanian, Russia Russian, Scotland Scottish, Serbia Serbian,
Singapore Singaporean, Slovakia Slovak, Slovenia Slovenian, Spain Spanish, Sweden Swedish,
Switzerland Swiss, Taiwan Taiwanese, Thailand Thai, Turkey Turkish, Ukraine Ukrainian, Vietnam Vietnamese,
Wales Welsh
"""
_SEVERAL_NAMES = """
uk: United Kingdom, Great Britain, Britain
britain, great britain: United Kingdom, UK
united kingdom: UK, Great Britain, Britain
british: United Kingdom, UK, Great Britain, Britain
usa, america: United States
united states: USA
american: United States, USA
argentinian: Argentina, Argentine
holland: Netherlands
"""
_NAMES = [pair.split() for pair in _ADJECTIVES.replace("\n", " ").split(",")]

NATION_PAIRS = _SEVERAL_NAMES + "".join(f"{adjective.lower()}: {country}\n" for country, adjective in _NAMES)
