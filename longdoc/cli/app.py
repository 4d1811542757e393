"""The `longdoc` command: its subcommands, and the one place that turns errors into exit codes."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import re
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import typer

from longdoc.allocator import keep_memory
from longdoc.cli import (
    ask,
    bench,
    bench_hostile,
    ingest,
    library,
    mcp,
    messages,
    streams,
    summarize,
    train,
    verify,
)
from longdoc.cli.inputs import is_document
from longdoc.cli.interruption import heed_signals
from longdoc.cli.options import Debug, Version
from longdoc.cli.packages import how_to_install
from longdoc.cli.usage import PlainUsage
from longdoc.errors import LongDocError, ModelError, UsageError, interruption_behind

__all__ = ["app", "console", "main"]

EXIT_CODES = (
    "Exit codes: 0 done, or answered; 1 no answer found, or a quotation not verbatim; 2 wrong usage;"
    " 3 an input could not be read (the others were done); 4 model or library unusable;"
    " 70 a fault in longdoc itself; 74 the results could not be written; 130 interrupted."
)
EXAMPLES = {
    "ingest": (
        "longdoc ingest contracts/ --recursive --tag kind=contract",
        "longdoc ingest --list",
        "find archive -type f | longdoc ingest --manifest - --output done.jsonl --stats",
    ),
    "summarize": (
        "longdoc summarize paper.pdf --words 150",
        "longdoc summarize report.docx --focus 'risks' --format markdown > risks.md",
        "pdftotext -layout old.pdf - | longdoc summarize -",
    ),
    "ask": (
        "longdoc ask contract.pdf 'who is liable?'",
        "longdoc ask contracts/*.pdf 'when does it end?' --json | jq -r .answer",
        "longdoc ask lease.txt --questions questions.txt --all",
        "longdoc ask 'which of them can be terminated early?' --library ~/contracts",
    ),
    "verify": (
        "longdoc verify article.docx sources/ --report quotations.html",
        "longdoc verify memo.md contract.pdf --json | jq 'select(.status != \"verbatim\")'",
    ),
    "mcp": ("longdoc mcp ~/contracts", "claude mcp add longdoc -- longdoc mcp ~/contracts"),
    "library": (
        "longdoc library list --where 'kind = contract'",
        "longdoc library merge shard-1 shard-2 --library all",
    ),
    "train": (
        "longdoc train contracts/ --minutes 60 --out models/contracts",
        "longdoc train data/ --recipe recipe.toml --resume --report curves.html",
    ),
    "bench": ("longdoc bench file thesis.pdf", "longdoc bench speed --lengths 1k,16k --peers"),
}
READING = ("ingest", "summarize", "ask")  # what takes documents
INTERRUPTED = 130
COMPARING = {"speed", "memory", "all"}  # of bench: no memory tuning for longdoc that its peers do not have
OBJECTS_BETWEEN_SWEEPS = 50_000  # Python's default of 700 costs many collections while torch is imported
FAULT = 70  # an internal error, EX_SOFTWARE in sysexits.h
NO_MEMORY = re.compile(
    r"cannot allocate memory|failed to map segment", re.I
)  # how the dynamic linker says so
NUL_IN_NAME = "embedded null"  # how Python says so


def _epilog(command: str) -> str:
    """Examples and exit codes; typer keeps only blank lines as line breaks."""
    from longdoc.documents.formats import in_words

    reads = (f"Reads {in_words()}.",) if command in READING else ()
    return "\n\n".join(("Examples:", *EXAMPLES[command], *reads, EXIT_CODES))


def _first_line(told: str | None) -> str:
    """What the list of commands says of one; given as such, it is wrapped and never cut."""
    return (told or "").split("\n", 1)[0]


app = typer.Typer(
    name="longdoc",
    help="Read long documents on this machine: ask, summarize and verify, with the place of every result.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for name, command in (
    ("ingest", ingest.ingest),
    ("summarize", summarize.summarize),
    ("ask", ask.ask),
    ("verify", verify.verify),
    ("mcp", mcp.mcp),
    ("train", train.train),
):
    app.command(name, cls=PlainUsage, short_help=_first_line(command.__doc__), epilog=_epilog(name))(command)
bench.app.command("hostile", cls=PlainUsage)(bench_hostile.hostile)
for name, group in (("library", library.app), ("bench", bench.app)):
    app.add_typer(group, name=name, short_help=_first_line(group.info.help), epilog=_epilog(name))


@app.callback()
def _shared(version: Version = False, debug: Debug = False) -> None:
    """Options that may precede the subcommand; each subcommand accepts them as well."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing is raised."""
    messages.set_up()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        streams.silence_stdout()
        return streams.BROKEN_PIPE
    except OSError as error:  # a full disk shows only when the last lines are flushed
        streams.silence_stdout()
        messages.complain(f"standard output: {error.strerror}; the results are incomplete", error)
        return streams.NOT_WRITTEN
    return code


def console() -> NoReturn:
    """Entry point of the `longdoc` script: run `main`, then exit without tearing the interpreter down.

    Finalizing the imported modules takes half a second with torch. Functions registered with atexit do run.
    """
    streams.mend()
    if sys.argv[1:2] != ["bench"] or COMPARING.isdisjoint(sys.argv[2:3]):
        keep_memory(large_pages=sys.argv[1:2] != ["ask"])
    gc.set_threshold(OBJECTS_BETWEEN_SWEEPS)
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy's idle threads would spin on the network's cores
    try:
        if sys.argv[1:2] != ["mcp"]:
            heed_signals()
        elif signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # its library handles signals
            signal.signal(signal.SIGINT, signal.default_int_handler)
        code = main()
        with suppress(Exception):
            atexit._run_exitfuncs()
    except KeyboardInterrupt:  # just before or after what `main` guards
        code = _interrupted()
    except SystemExit:
        code = _terminated()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    if code in (streams.BROKEN_PIPE, streams.TERMINATED):
        streams.end_by_signal(code)
    os._exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = app(args=arguments, prog_name="longdoc", standalone_mode=False)
        if code == INTERRUPTED:  # newer versions of typer swallow the interruption
            return _interrupted()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        raise
    except SystemExit as leaving:  # typer and rich exit when the output pipe is closed
        if isinstance(leaving.__context__, BrokenPipeError):
            raise leaving.__context__ from None
        if leaving.code == streams.TERMINATED:
            return _terminated()
        return int(leaving.code or 0)
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except LongDocError as error:
        messages.complain(str(error), error)
        return error.exit_code
    except Exception as error:
        if streams.is_output_error(error):
            raise
        if behind := interruption_behind(error):
            return _interrupted() if isinstance(behind, KeyboardInterrupt) else _terminated()
        return _foreign(error, sys.argv[1:] if arguments is None else arguments)


def _interrupted() -> int:
    messages.complain("interrupted")
    return INTERRUPTED


def _terminated() -> int:
    messages.complain("terminated")
    return streams.TERMINATED


def _foreign(error: Exception, arguments: Sequence[str]) -> int:
    """The exit code for an error that is not ours: wrong usage, which typer reports, or a fault."""
    says = getattr(error, "format_message", None)
    if says is not None:
        message = says()  # of some versions of typer empty if the help was shown instead, of others the help
        if message.startswith("Usage: "):
            messages.show(message)
        elif message:
            command = getattr(getattr(error, "ctx", None), "command_path", "longdoc")
            hint = _file_with_dash(arguments) or f"see `{command} --help`"
            messages.complain(f"{message.rstrip('.')}; {hint}")
        return int(getattr(error, "exit_code", 2))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        messages.complain(f"{error.filename}: no space left on the disk; the results are incomplete", error)
        return streams.NOT_WRITTEN
    if _lacks_memory(error):
        messages.complain("not enough memory; end other programs, or raise the limit (ulimit -v)", error)
        return ModelError.exit_code
    if isinstance(error, ModuleNotFoundError) and (advice := how_to_install(error)):
        messages.complain(advice, error)
        return UsageError.exit_code
    if isinstance(error, FileNotFoundError) and error.filename is None:  # of what needs the current folder
        messages.complain("the current folder was deleted; change to another one", error)
        return UsageError.exit_code
    if isinstance(error, PermissionError) and error.filename:
        messages.complain(f"{error.filename}: permission denied", error)
        return UsageError.exit_code
    if getattr(error, "errno", None) == errno.ENAMETOOLONG or str(error).startswith(NUL_IN_NAME):
        messages.complain("a file name in the options is too long, or contains a NUL", error)
        return UsageError.exit_code
    messages.complain(f"unexpected {type(error).__name__}: {error} (--debug shows where)", error)
    return FAULT


def _lacks_memory(error: BaseException) -> bool:
    """Whether memory ran out, be it for the compiled part of a module, which only its text says."""
    is_import = isinstance(error, ImportError) and NO_MEMORY.search(f"{error} {error.__cause__}") is not None
    return is_import or isinstance(error, MemoryError)


def _file_with_dash(arguments: Sequence[str]) -> str:
    """How to name a file that was taken for an option; "" if there is none."""
    for word in arguments:
        if word.startswith("-") and is_document(word):
            return f"to read the file {word}, write ./{word}"
    return ""
