"""The command line: one file a subcommand. Only typer and rich here; the work is behind longdoc.api."""
