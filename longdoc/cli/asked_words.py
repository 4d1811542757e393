"""Tells the arguments of `longdoc ask` apart: documents, questions, or a condition on the library."""

from __future__ import annotations

from longdoc.cli import inputs
from longdoc.errors import UsageError

__all__ = ["batch_paths_and_questions", "is_condition", "only_paths", "paths_and_questions"]


def is_condition(where: str | None, words: list[str]) -> bool:
    """Whether --where is a condition on documents: the question goes to the library, not to a document."""
    if where is None or not any(mark in where for mark in "=<>~"):
        return False
    if len(words) > 1 and not inputs.is_document(words[-1]):
        raise UsageError("--where CONDITION selects documents of the library; give no other documents")
    return not words or not inputs.is_document(words[-1])


def only_paths(words: list[str], file: str | None) -> list[str]:
    """All arguments as documents, for options that need no question."""
    if file is not None:
        raise UsageError("--questions goes with questions, not with --count, --list or --where")
    if len(words) > 1 and _is_question(words[-1]):
        raise UsageError(f"{words[-1]}: a question; --count, --list and --where take its place")
    return words


def _is_question(word: str) -> bool:
    """Whether a word reads as a question and no file is called so; "?" is a pattern for files too."""
    import glob

    reads_so = word.rstrip().endswith(("?", "？")) and (" " in word.strip() or "？" in word)
    return reads_so and not inputs.is_document(word) and not glob.glob(word)  # noqa: PTH207


def paths_and_questions(words: list[str], file: str | None) -> tuple[list[str], list[str]]:
    """Documents, then the question; with a file of questions, all arguments are documents."""
    if file is not None:
        if file == "-" and "-" in words:
            raise UsageError("standard input (-) cannot be both the document and the questions")
        return words, inputs.read_questions(file)
    if not words:
        raise UsageError("nothing to ask; give PATH... QUESTION")
    *paths, question = words
    if not question.strip():
        raise UsageError("the question is empty")
    if question == "-" or inputs.is_document(question):
        raise UsageError(
            f"{question}: is a document, but no question follows; give PATH... QUESTION, or --questions FILE"
        )
    return paths, [inputs.checked_question(question)]


def batch_paths_and_questions(
    words: list[str], file: str | None, manifest: str | None
) -> tuple[list[str], list[str]]:
    """Like `paths_and_questions`; with a manifest, all arguments are questions, and its rows may add more."""
    if manifest is None:
        return paths_and_questions(words, file)
    if file == "-" == manifest:
        raise UsageError("standard input (-) cannot be both the manifest and the questions")
    asked = [word.strip() for word in words if word.strip()]
    return [], asked + (inputs.read_questions(file) if file is not None else [])
