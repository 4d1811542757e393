"""The command line: one file per subcommand, over longdoc.api. Only this folder imports typer and rich."""
