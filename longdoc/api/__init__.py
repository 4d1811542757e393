"""The interface for programs and the command line: `LongDoc`."""

from longdoc.api.longdoc import LongDoc

__all__ = ["LongDoc"]
