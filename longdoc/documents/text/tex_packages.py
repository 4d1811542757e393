"""Rewrites commands of common TeX packages, which the library does not know, as the text that they print."""

from __future__ import annotations

import re

from longdoc.documents.text.tex_macros import braced

__all__ = ["without_packages", "without_struck"]

PREFIXES = {
    "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n", "micro": "µ",
    "milli": "m", "centi": "c", "deci": "d", "deca": "da", "deka": "da", "hecto": "h", "kilo": "k",
    "mega": "M", "giga": "G", "tera": "T", "peta": "P", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi",
}  # fmt: skip
UNITS = {
    "metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol",
    "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W", "volt": "V",
    "coulomb": "C", "farad": "F", "ohm": "Ω", "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H",
    "lumen": "lm", "lux": "lx", "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "litre": "l", "liter": "L",
    "minute": "min", "hour": "h", "day": "d", "tonne": "t", "bar": "bar", "electronvolt": "eV",
    "degree": "°", "celsius": "°C", "degreeCelsius": "°C", "percent": "%", "bit": "bit", "byte": "B",
    "decibel": "dB", "hectare": "ha", "radian": "rad", "arcminute": "′", "arcsecond": "″", "dalton": "Da",
    "m": "m", "km": "km", "cm": "cm", "mm": "mm", "um": "µm", "nm": "nm", "g": "g", "kg": "kg", "mg": "mg",
    "ug": "µg", "s": "s", "ms": "ms", "us": "µs", "ns": "ns", "Hz": "Hz", "kHz": "kHz", "MHz": "MHz",
    "GHz": "GHz", "N": "N", "kN": "kN", "Pa": "Pa", "kPa": "kPa", "MPa": "MPa", "J": "J", "kJ": "kJ",
    "W": "W", "kW": "kW", "MW": "MW", "V": "V", "mV": "mV", "kV": "kV", "A": "A", "mA": "mA", "K": "K",
    "eV": "eV", "l": "l", "ml": "ml", "mol": "mol", "kWh": "kWh", "dB": "dB", "min": "min",
    "h": "h", "d": "d",
}  # fmt: skip
POWERS = {"squared": "²", "cubed": "³"}
POWERS_BEFORE = {"square": "²", "cubic": "³"}
SIGNS = {
    "pounds": "£", "pound": "£", "euro": "€", "EUR": "€", "texteuro": "€", "yen": "¥", "textyen": "¥",
    "cent": "¢", "textcent": "¢", "textdollar": "\\$", "textpertenthousand": "‱", "textperthousand": "‰",
}  # fmt: skip
SIGN = re.compile(rf"\\(?P<name>{'|'.join(SIGNS)})(?![A-Za-z@])[ \t]*(?:\{{\}})?")
QUANTITY = re.compile(
    r"\\(?:(?P<both>SI|qty)|(?P<unit>si|unit)|(?P<number>num|ang)|(?P<range>SIrange|qtyrange)|(?P<numbers>numrange))"
    r"[ \t]*(?:\[[^\]]{0,200}\])?[ \t]*\{"
)
UNIT_PART = re.compile(r"\\(?P<name>[A-Za-z]+)|(?P<power>\^\{?-?\d+\}?)|(?P<other>[^\\\s^]+)")
OVERLAY = re.compile(r"(\\[A-Za-z]{2,30}\*?)<[\d,.+|a-z:@-]{1,20}>")
TARGET = re.compile(r"\\hypertarget[ \t]*\{[^{}]{0,300}\}[ \t]*\{")
ENTRY = re.compile(r"\\(?:cv|resume)[A-Za-z]{0,30}\*?[ \t]*(?:\[[^\]]{0,200}\])?\{")
ARGUMENT = re.compile(r"[ \t]*\n?[ \t]*\{")
MOST_ARGUMENTS = 9
# each of these is a paragraph of its own in a letter
LETTER = re.compile(r"\\(?P<name>opening|closing|ps|cc|encl)(?![A-Za-z])[ \t]*(?=\{)")
STRUCK = re.compile(r"\\(?:sout|xout|st|deleted)[ \t]*(?:\[[^\]]{0,200}\])?\{")
COLUMN = re.compile(r"\\column[ \t]*(?:\[[^\]]{0,20}\])?\{[^}]{0,60}\}")
FRAME_TITLE = re.compile(
    r"\\begin\{frame\}[ \t]*(?:\[[^\]]{0,100}\])?[ \t]*\n?[ \t]*\{|\\frametitle[ \t]*(?:\[[^\]]{0,200}\])?\{"
)


def without_packages(text: str) -> str:
    """The text with quantities, currencies, slides, letters, entries of a CV and link targets in plain TeX.

    >>> without_packages(r"\\SI{5}{\\kilo\\metre\\per\\hour} cost \\pounds 5.")
    '5 km/h cost £5.'
    """
    text = OVERLAY.sub(r"\1", text) if "<" in text else text
    text = SIGN.sub(lambda match: SIGNS[match["name"]], text)
    text = LETTER.sub("\n\n", COLUMN.sub("\n\n", text))
    text = FRAME_TITLE.sub(lambda _: "\\\\subsection{", text) if "frame" in text else text
    return _entries(_quantities(_without_targets(text)))


def without_struck(text: str) -> tuple[str, int]:
    """The text without what is struck out, and how many characters that are."""
    parts: list[str] = []
    at = struck = 0
    while match := STRUCK.search(text, at):
        parts.append(text[at : match.start()])
        inner, at = braced(text, match.end())
        struck += len(inner.strip())
    return "".join([*parts, text[at:]]), struck


def _without_targets(text: str) -> str:
    """The text with what links can lead to, but not their names."""
    parts: list[str] = []
    at = 0
    while match := TARGET.search(text, at):
        inner, end = braced(text, match.end())
        if end == match.end() + len(inner):  # it is not closed
            break
        parts += [text[at : match.start()], inner]
        at = end
    return "".join([*parts, text[at:]])


def _quantities(text: str) -> str:
    parts: list[str] = []
    at = 0
    while match := QUANTITY.search(text, at):
        parts.append(text[at : match.start()])
        inner, at = braced(text, match.end())
        words = unit(inner) if match["unit"] else inner
        if match["range"] or match["numbers"]:
            second, at = _next_argument(text, at)
            words = f"{inner} to {second}"
        if match["both"] or match["range"]:
            written, at = _next_argument(text, at)
            shown = unit(written)
            words += shown if shown in ("°", "%") else f" {shown}"
        parts.append(words)
    return "".join([*parts, text[at:]])


def unit(written: str) -> str:
    """The symbols of a unit: "\\kilo\\metre\\per\\hour" is "km/h"."""
    symbols: list[str] = []
    prefix, power, divided = "", "", ""
    for part in UNIT_PART.finditer(written):
        name = part["name"] or ""
        if name == "per":
            divided = "/"
        elif name in PREFIXES:
            prefix = PREFIXES[name]
        elif name in POWERS_BEFORE:
            power = POWERS_BEFORE[name]
        elif name in POWERS or part["power"]:
            digits = (part["power"] or "").strip("^{}")
            symbols.append(POWERS.get(name) or {"2": "²", "3": "³"}.get(digits, f"^{digits}"))
        else:
            symbol = UNITS.get(name, name) if name else part["other"].replace("~", " ")
            between = divided or ("·" if symbols and name else "")
            symbols.append(f"{between}{prefix}{symbol}{power}")
            prefix = power = divided = ""
    return "".join(symbols)


def _entries(text: str) -> str:
    """The arguments of each entry of a CV as one paragraph."""
    parts: list[str] = []
    at = 0
    while match := ENTRY.search(text, at):
        parts.append(text[at : match.start()])
        inner, at = braced(text, match.end())
        arguments = [inner]
        while len(arguments) < MOST_ARGUMENTS and ARGUMENT.match(text, at):
            inner, at = _next_argument(text, at)
            arguments.append(inner)
        parts.append(f"\n\n{', '.join(one.strip() for one in arguments if one.strip())}\n\n")
    return "".join([*parts, text[at:]])


def _next_argument(text: str, at: int) -> tuple[str, int]:
    """The argument in braces that follows; "" if none does."""
    begun = ARGUMENT.match(text, at)
    return braced(text, begun.end()) if begun else ("", at)
