"""JSON output: results are dataclasses, and their fields are its keys, in their order."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

__all__ = ["JsonOutput"]


class JsonOutput:
    """A dataclass that becomes JSON field by field, and whatever it holds with it.

    Fields with the metadata `json: False` are left out.
    """

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        names = (one.name for one in fields(self) if one.metadata.get("json", True))  # type: ignore[arg-type]
        return {name: json_value(getattr(self, name)) for name in names}


def json_value(value: Any) -> Any:
    """A value as the `json` module takes it: tuples as lists, results as objects."""
    if isinstance(value, JsonOutput):
        return value.to_json()
    if isinstance(value, tuple | list):
        return [json_value(one) for one in value]
    if isinstance(value, dict):
        return {name: json_value(one) for name, one in value.items()}
    return value
