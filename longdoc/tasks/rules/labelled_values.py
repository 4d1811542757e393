"""Finds the value of a field by its label, in languages that the networks do not read: "Betrag: 1,50 EUR".

The question must consist of the label and of words that ask ("Wie hoch ist der Gesamtbetrag?"), and the
document must give the label one value.
"""

from __future__ import annotations

from collections.abc import Iterator

from longdoc.documents.sentences.languages import LANGUAGES
from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.languages import untrained_language

__all__ = ["labelled_value"]

_FIELD = lazy_pattern(
    r"(?m)^[ \t\u3000]*(?P<label>[^\W\d_][^\n:：]{0,60}?)\s*[:：][^\S\n]*(?P<said>\S[^\n]{0,200})$"
)
_WORD = lazy_pattern(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BRACKETS = lazy_pattern(r"[(（][^)）]*[)）]")
_ASKING_WORDS = """
    wie hoch lautet heißt heisst welche welcher welches welchen wer wann was wo viel viele lang lange groß
    betrag höhe nummer beträgt wieviel bitte
    quel quelle quels quelles qui quand combien où quoi est-ce est c'est montant coûte vaut s'il
    cuál cuáles quién quiénes cuándo cuánto cuánta cuántos cuántas dónde qué es importe cuesta
    quale quali chi quando quanto quanta dove cosa importo qual quais quem onde quantos quantas valor
    hoeveel wie wanneer waar welk hoe bedrag wat ile jaka jaki jakie kto kiedy gdzie wynosi
    kolik jaká jaký jaké kdo kdy kde vad vem hur mycket när var hvor hvem hvad hva når
    кто какой какая какое какие сколько когда где составляет чему равен равна
"""
_FUNCTION_WORDS = frozenset(_ASKING_WORDS.split()).union(*(language.frequent for language in LANGUAGES))
_WHO = lazy_pattern(r"(?i)\b(?:wer|qui|quién|quiénes|chi|quem|wie|kto|kdo|vem|hvem|кто)\b|誰|だれ|누구")
_ONE_NAME = lazy_pattern(r"[^,(（、]+")
_DUTCH_OR_GERMAN_WIE = lazy_pattern(r"(?i)^wie (?:hoch|lautet|viel|lang|groß|heißt)")
# Japanese and Korean: what follows the label
_ASKED_BEHIND = lazy_pattern(
    r"\s?(?:は|が|を|の[^、]{1,4}は)?\s?(?:いくら|いつ|誰|だれ|何|なに|なん|どこ|どちら|どの)[^、。]{0,12}$"
    r"|(?:은|는|이|가|을|를)?\s?(?:얼마|누구|언제|무엇|어디|뭐|몇)[^,.]{0,10}$|(?:は|은|는)?$"
)
_UNSPACED = lazy_pattern(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
LEAST_LETTERS = 3  # of a label


def labelled_value(question: str, document: Document) -> Span | None:
    """The value of the field whose label the question names; None in English and Chinese documents."""
    if untrained_language(document.text) is None:
        return None
    found = [
        (len(label), Span(*field.span("said")))
        for field in _FIELD.finditer(document.text)
        if (label := _label_asked(question.strip(" ?？¿!."), field["label"]))
    ]
    longest = max((length for length, _ in found), default=0)
    spans = [span for length, span in found if length == longest]
    if len({document.quote(span).strip() for span in spans}) != 1:
        return None
    return _wanted(question, document, spans[0])


def _label_asked(question: str, label: str) -> str:
    """The label without articles, if the question asks for it and nothing else; else an empty string."""
    bare = _BRACKETS.sub("", label).strip()
    if _UNSPACED.search(bare):
        is_asked = bool(bare) and question.startswith(bare)
        return bare if is_asked and _ASKED_BEHIND.match(question[len(bare) :]) else ""
    names = [word for word in _words(bare) if word not in _FUNCTION_WORDS]
    asked = [word for word in _words(question) if word not in _FUNCTION_WORDS]
    return " ".join(names) if names == asked and sum(map(len, names)) >= LEAST_LETTERS else ""


def _words(text: str) -> Iterator[str]:
    """The words of a text in lower case, an elided article apart: l'objet is l' and objet."""
    for found in _WORD.findall(text.lower().replace("’", "'")):
        head, elided, tail = found.partition("'")
        yield from ((tail,) if elided and len(head) <= 2 and tail else (found,))


def _wanted(question: str, document: Document, span: Span) -> Span:
    """The span, only up to the first comma if a name is asked for; without a full stop."""
    text = document.text
    if _WHO.search(question) and not _DUTCH_OR_GERMAN_WIE.search(question):
        name = _ONE_NAME.match(text, span.start, span.end)
        span = Span(span.start, name.end()) if name else span
    said = document.quote(span).rstrip(" .;,\t\u3000。")
    return Span(span.start, span.start + len(said))
