"""An equation in Office Math or MathML → one line of text, in which one half is 1/2 and not 12."""

from __future__ import annotations

import re
from typing import Any

from longdoc.documents.structure.pieces import without_marks
from longdoc.documents.text.raised import raised

__all__ = ["equation"]

SILENT = frozenset(("annotation", "annotation-xml", "mphantom", "del", "moveFrom", "delText", "instrText"))
PROPERTIES = "Pr"  # how the names of elements end that hold properties in Office Math
RELATIONS = frozenset("=<>≤≥≠≈≡∼∝→⇒⇔∈")
ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
PRIMES = frozenset("′″‴'*†‡°")
BLANKS = re.compile(r"\s+")
TOKEN = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*%?")
SIGNED = re.compile(r"[-+−–]?[^\W_]+(?:[.,][^\W_]+)*")
RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
MARK = "\0"  # becomes a blank between letters, digits and roots, and nothing elsewhere
INVISIBLE = str.maketrans(dict.fromkeys("\u2061\u2062\u2063\u2064", MARK))
BLANK_MARK = re.compile(rf"(?<=[^\W_]){MARK}+(?=[^\W_]|[√∛∜])")
MOST_SCRIPT_CHARS = 20  # of a script that may be no more than a prime or an accent


def equation(element: Any, before: str = "") -> str:
    """The text of an equation, an `m:oMath` or `math` element, after some text.

    Fractions become "a/b", superscripts raised digits or "^", subscripts "_" and roots "√(…)"; operands that
    are longer than a number or a word get brackets.
    """
    from lxml import etree

    children: list[list[tuple[str, str]]] = [[]]  # of each open element: names and texts
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, one in walk:
        name = _name(one)
        if event == "start":
            children.append([("", _own(one.text, len(one) == 0))])
            if name in SILENT:
                children[-1].clear()
                walk.skip_subtree()
            continue
        text = _written(one, name, children.pop())
        if not name.endswith(PROPERTIES):
            children[-1].append((name, text))
        if one is not element:
            children[-1].append(("", _own(one.tail, False)))
    whole = without_marks("".join(text for _, text in children[0]))
    whole = BLANK_MARK.sub(" ", whole).replace(MARK, "").strip()
    return f" {whole}" if before[-1:].isdigit() and whole[:1].isdigit() else whole


def _own(text: str | None, is_leaf: bool) -> str:
    """Text between tags; white space counts only in elements without children."""
    words = BLANKS.sub(" ", text or "").translate(INVISIBLE)
    return words if is_leaf or words.strip() else ""


def _name(element: Any) -> str:
    """The name of an element, without its namespace."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _written(element: Any, name: str, children: list[tuple[str, str]]) -> str:
    """The text of an element from the texts of its children; its own text has no name."""
    operands = [text for child, text in children if child]
    match name, operands:
        case (("f" | "mfrac"), [above, below]):
            return _fraction(element, above, below)
        case (("sSup" | "msup" | "limUpp"), [base, above]):
            return _base(base) + _above(above)
        case (("sSub" | "msub" | "limLow"), [base, below]):
            return _base(base) + _below(below)
        case (("sSubSup" | "msubsup" | "munderover"), [base, below, above]):
            return _base(base) + _below(below) + _above(above)
        case "mover", [base, above] if _is_script(above):
            return _base(base) + _above(above)
        case "munder", [base, below] if _is_script(below):
            return _base(base) + _below(below)
        case "sPre", [below, above, base]:
            return _below(below) + _above(above) + MARK + base
        case "nary", [below, above, body]:
            return _property(element, "chr", "∫") + _below(below) + _above(above) + MARK + body
        case "func", [function, argument]:
            return function + MARK + argument
        case ("rad", [degree, body]) | ("mroot", [body, degree]):
            return _root(degree, body)
        case "msqrt", _:
            return _root("", "".join(text for _, text in children))
        case (("d" | "mfenced"), _):
            return _fenced(element, name, operands)
        case (("mr" | "mtr"), _):
            return ", ".join(operands)
        case (("m" | "mtable" | "eqArr"), _):
            return "; ".join(operands)
    words = "".join(text for _, text in children)
    if name == "mi" and len(words) > 1:  # a word, which is no product of its letters
        return f"{MARK}{words}{MARK}"
    return f" {words.strip()} " if name == "mo" and words.strip() in RELATIONS else words


def _fraction(element: Any, above: str, below: str) -> str:
    stacked = _property(element, "type", "") == "noBar" or element.get("linethickness", "1")[:1] == "0"
    between = " over " if stacked else "/"
    return f"{MARK}{_grouped(above)}{between}{_grouped(below)}{MARK}"


def _root(degree: str, body: str) -> str:
    degree = degree.strip()
    return f"{ROOTS.get(degree) or f'√[{degree}]'}({body.strip()})"


def _fenced(element: Any, name: str, operands: list[str]) -> str:
    if name == "mfenced":
        first, last = element.get("open", "("), element.get("close", ")")
        between = element.get("separators", ",").strip()[:1]
    else:
        first, last = _property(element, "begChr", "("), _property(element, "endChr", ")")
        between = _property(element, "sepChr", "|")
    return f"{first}{between.join(operands)}{last}"


def _base(base: str) -> str:
    """What has a script; in brackets if the script would seem to belong to its last part only."""
    base = base.rstrip()
    is_compound = base[-1:] in RAISED or "^" in base or (MARK in base and "/" in base)
    return f"({base})" if is_compound and not base.startswith("(") else base


def _above(script: str) -> str:
    script = script.strip(f" {MARK}")
    if len(script) <= MOST_SCRIPT_CHARS and PRIMES.issuperset(script):
        return script
    if script.isdecimal() and (digits := raised("x", script)) != script:
        return digits
    if SIGNED.fullmatch(script):
        return "^" + script.replace("−", "-").replace("–", "-")
    return f"^({script})"


def _below(script: str) -> str:
    script = script.strip(f" {MARK}")
    return f"_{_grouped(script)}" if script else ""


def _is_script(words: str) -> bool:
    """Whether it is more than an accent."""
    return any(map(str.isalnum, words[:MOST_SCRIPT_CHARS]))


def _grouped(words: str) -> str:
    words = words.strip()
    return words if not words or TOKEN.fullmatch(words) else f"({words})"


def _property(element: Any, name: str, default: str) -> str:
    """A property of an element in Office Math; the default if it is not set."""
    found = element.find(f"{{*}}{_name(element)}{PROPERTIES}/{{*}}{name}")
    attributes = () if found is None else found.items()
    return next((str(value) for key, value in attributes if key.endswith("val")), default)
