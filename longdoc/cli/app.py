"""The `longdoc` command: its subcommands, and the one place where errors become exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from longdoc.cli import ask, bench, ingest, messages, summarize, train
from longdoc.cli.options import Debug, Version
from longdoc.cli.terminal import silence_stdout
from longdoc.errors import LongDocError

__all__ = ["app", "main"]

EXIT_CODES = (
    "Exit codes: 0 done, or answered; 1 no answer found; 2 wrong usage; 3 an input could not be read"
    " (the others were done); 4 model or library unusable; 130 interrupted."
)
INTERRUPTED = 130
FAULT = 70  # a fault in longdoc itself, as sysexits.h has it

app = typer.Typer(
    name="longdoc",
    help="Read long documents on this machine: ask them, and get answers with their place; summarize them.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("ingest", epilog=EXIT_CODES)(ingest.ingest)
app.command("summarize", epilog=EXIT_CODES)(summarize.summarize)
app.command("ask", epilog=EXIT_CODES)(ask.ask)
app.command("train", epilog=EXIT_CODES)(train.train)
app.add_typer(bench.app, name="bench", epilog=EXIT_CODES)


@app.callback()
def _shared(version: Version = False, debug: Debug = False) -> None:
    """Options before the subcommand; each subcommand takes them too."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing is raised."""
    messages.set_up()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
        return 0
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = app(args=arguments, prog_name="longdoc", standalone_mode=False)
        if code == INTERRUPTED:  # newer versions of typer swallow the interruption
            messages.complain("interrupted")
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        raise
    except SystemExit as leaving:  # typer and rich leave at once when nobody reads on
        if isinstance(leaving.__context__, BrokenPipeError):
            raise leaving.__context__ from None
        return int(leaving.code or 0)
    except typer.Exit as wish:
        return wish.exit_code
    except (KeyboardInterrupt, typer.Abort):
        messages.complain("interrupted")
        return INTERRUPTED
    except LongDocError as error:
        messages.complain(str(error), error)
        return error.exit_code
    except Exception as error:
        return _foreign(error)


def _foreign(error: Exception) -> int:
    """Errors that are not ours: typer's on wrong usage, and faults."""
    says = getattr(error, "format_message", None)
    if says is not None:
        if message := says():  # empty where the help was shown instead
            command = getattr(getattr(error, "ctx", None), "command_path", "longdoc")
            messages.complain(f"{message.rstrip('.')}; see `{command} --help`")
        return int(getattr(error, "exit_code", 2))
    messages.complain(f"unexpected {type(error).__name__}: {error} (--debug shows where)", error)
    return FAULT
