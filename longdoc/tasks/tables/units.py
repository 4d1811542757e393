"""Amounts of a column in several units: "28 days", "6 weeks" and "3 months" compare by their length."""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.lazy_pattern import lazy_pattern

__all__ = ["factor_at", "factors_of"]

_UNITS = {
    "time": "s sec secs second seconds|1 min mins minute minutes|60 h hr hrs hour hours|3600"
    " day days|86400 wk week weeks|604800 month months|2629800 yr yrs year years|31557600",
    "length": "mm|0.001 cm|0.01 m metre metres meter meters|1 km|1000 inch inches|0.0254 ft foot feet|0.3048"
    " yd yards|0.9144 mile miles|1609.344",
    "mass": "mg|0.001 g gram grams|1 kg kilo kilos|1000 t tonne tonnes|1000000 oz ounces|28.35"
    " lb lbs pounds|453.6",
    "volume": "ml|0.001 cl|0.01 dl|0.1 l L litre litres liter liters|1 hl|100",
    "data": "B bytes|1 kB KB|1000 MB|1000000 GB|1e9 TB|1e12 PB|1e15",
    "power": "mW|0.001 W|1 kW|1000 MW|1000000 GW|1e9",
    "energy": "Wh|1 kWh|1000 MWh|1000000 GWh|1e9 TWh|1e12",
    "frequency": "Hz|1 kHz|1000 MHz|1000000 GHz|1e9",
}


def _factors() -> dict[str, tuple[str, float]]:
    """The dimension of each unit, and how many of its base unit it is."""
    known: dict[str, tuple[str, float]] = {}
    for dimension, units in _UNITS.items():
        names: list[str] = []
        for word in units.split():
            name, ends, factor = word.partition("|")
            names.append(name)
            if ends:
                known |= dict.fromkeys(names, (dimension, float(factor)))
                names = []
    return known


_FACTORS = _factors()
_UNIT = lazy_pattern(r"\s?(?:(?:working|business|calendar|full) )?([^\W\d_]+)\b(?![/²³^])")
_FIRST_AMOUNT = lazy_pattern(r"[^\w\s]{0,2}\d[\d.,\u202f ]*(?<=\d)(?:\s?(?:[-–]|to)\s?\d[\d.,]*(?<=\d))?")


def factor_at(text: str, end: int) -> tuple[str, float] | None:
    """The dimension and the factor of the unit behind an amount that ends at `end`; None if there is none.

    >>> factor_at("28 working days", 2), factor_at("28 chairs", 2)
    (('time', 86400.0), None)
    """
    found = _UNIT.match(text, end)
    if found is None:
        return None
    return _FACTORS.get(found[1]) or (_FACTORS.get(found[1].lower()) if len(found[1]) > 2 else None)


def factors_of(texts: Sequence[str]) -> list[float] | None:
    """For each cell of a column, by what its amount is multiplied to compare it with the others.

    None unless every amount has a unit of one dimension, and their units differ.

    >>> factors_of(["500 g", "2 kg", "n/a"]), factors_of(["500 g", "200 g"]), factors_of(["5 m", "2 h"])
    ([1.0, 1000.0, 1.0], None, None)
    """
    found = []
    for text in texts:
        amount = _FIRST_AMOUNT.match(text.strip())
        if amount is not None:
            found.append(factor_at(text.strip(), amount.end()))
        elif any(char.isdigit() for char in text):
            return None
        else:
            found.append(("", 1.0))
    known = [one for one in found if one is None or one[0]]
    if None in known or len({one[0] for one in known if one}) != 1 or len(set(known)) < 2:
        return None
    return [one[1] if one else 1.0 for one in found]
