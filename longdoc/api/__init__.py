"""What programs and the command line call: `LongDoc`."""

from longdoc.api.longdoc import LongDoc

__all__ = ["LongDoc"]
