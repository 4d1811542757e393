"""Name patterns as in .gitignore, for `.longdocignore`, `--include` and `--exclude`.

The libraries for this are under the MPL or resolve every path on disk, and the rules of gitignore(5) are few:
"*" and "?" stop at "/", "**" does not, a "/" inside anchors, one at the end means folders, "!" negates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Patterns"]


@dataclass(frozen=True, slots=True)
class _Rule:
    match: re.Pattern[str]
    folders_only: bool
    takes_back: bool


class Patterns:
    """Lines of patterns, of which the last that matches a path decides.

    >>> drafts = Patterns(["*.tmp", "!keep.tmp", "drafts/"])
    >>> drafts.match("a/b.tmp"), drafts.match("keep.tmp"), drafts.match("drafts", is_folder=True)
    (True, False, True)
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._rules = [rule for line in lines if (rule := _rule(line))]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def match(self, path: str, *, is_folder: bool = False) -> bool | None:
        """Whether a relative path with "/" matches; False if the last match is negated."""
        for rule in reversed(self._rules):
            if (is_folder or not rule.folders_only) and rule.match.fullmatch(path):
                return not rule.takes_back
        return None


def _rule(line: str) -> _Rule | None:
    line = line.rstrip("\n\r")
    line = re.sub(r"(?<!\\) +$", "", line)
    if not line or line.startswith("#"):
        return None
    takes_back = line.startswith("!")
    line = line[1:] if takes_back else line
    folders_only = line.endswith("/")
    line = line.rstrip("/")
    if not line:
        return None
    anchored = "/" in line
    return _Rule(_compile(line.removeprefix("/"), anchored), folders_only, takes_back)


def _compile(pattern: str, anchored: bool) -> re.Pattern[str]:
    written = [] if anchored else ["(?:.*/)?"]
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            written.append("(?:.*/)?")
            at += 3
        elif pattern.startswith("**", at) and at + 2 == len(pattern) and pattern[at - 1 : at] in ("/", ""):
            written.append(".*")
            at += 2
        elif pattern[at] == "*":
            written.append("[^/]*")
            while pattern[at : at + 1] == "*":
                at += 1
        elif pattern[at] == "?":
            written.append("[^/]")
            at += 1
        elif pattern[at] == "[" and (end := pattern.find("]", at + 2)) > 0:
            inner = pattern[at + 1 : end].replace("\\", r"\\").replace("[", r"\[")
            inner = "^" + inner[1:] if inner[0] in "!^" else inner
            written.append(f"(?!/)[{inner}]")
            at = end + 1
        else:
            at += pattern[at] == "\\" and at + 1 < len(pattern)
            written.append(re.escape(pattern[at]))
            at += 1
    try:
        return re.compile("".join(written), re.S)
    except re.error:  # a range the wrong way round: then it is what it says
        return re.compile(re.escape(pattern))
