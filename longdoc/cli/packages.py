"""What to install where a package that longdoc needs is missing, as after `pip install --no-deps`."""

from __future__ import annotations

import re
from contextlib import suppress

__all__ = ["how_to_install"]

_REQUIREMENT = r"""([\w.-]+)[^;]*(?:;.*extra == ["']([\w-]+)["'])?"""
_FOR_ALL = ("test", "dev")  # extras that name again what others need


def how_to_install(error: ModuleNotFoundError) -> str | None:
    """A line that names the package and what installs it; None if the module is longdoc's own."""
    module = (error.name or "").partition(".")[0]
    if module in ("", "longdoc"):
        return None
    extra = _extra_of(module)
    return f"the package {module} is not installed; pip install 'longdoc{f'[{extra}]' if extra else ''}'"


def _extra_of(module: str) -> str | None:
    """The first extra that names a package like this module; None if longdoc always needs it."""
    from importlib.metadata import PackageNotFoundError, requires

    with suppress(PackageNotFoundError):  # longdoc runs from its sources
        for requirement in requires("longdoc") or ():
            found = re.match(_REQUIREMENT, requirement)
            if found and found[1].replace("-", "_").lower() == module.lower() and found[2] not in _FOR_ALL:
                return found[2]
    return None
