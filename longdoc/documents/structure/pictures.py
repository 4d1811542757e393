"""Descriptions of pictures, and the notice on pictures without one."""

from __future__ import annotations

import re

from longdoc.documents.structure.pieces import one_line

__all__ = ["description_of", "told_pictures"]

# what programs and hasty writers put there: it names a picture and does not describe it
_SAYS_NOTHING = re.compile(
    r"(?:(?:an?|the)\s+)?(?:cover\s+)?"
    r"(?:image|picture|photo(?:graph)?|figure|fig|graphic|illustration|logo|icon|cover"
    r"|bild|grafik|abbildung|imagen|spacer|screenshot|img|object|chart|diagram|placeholder"
    r"|图片|图像)?"
    r"[\s.:_#-]*\d*|[\w%.-]+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|emf|wmf)|\W*|.",
    re.IGNORECASE,
)

# what Office adds to the descriptions that it writes itself
_BY_MACHINE = re.compile(
    r"\s*(?:AI-generated content may be incorrect"
    r"|Description automatically generated(?: with \w+ confidence)?"
    r"|KI-generierte Inhalte können fehlerhaft sein|Automatisch generierte Beschreibung"
    r"|Le contenu généré par l.IA peut être incorrect|Description générée automatiquement"
    r"|El contenido generado por IA puede ser incorrecto|Descripción generada automáticamente)\.?$"
)


def description_of(written: str | None) -> str:
    """A picture's description on one line; "" if it describes nothing.

    >>> description_of("A seal on the quay"), description_of("image001.png"), description_of("Picture 4")
    ('A seal on the quay', '', '')
    """
    words = _BY_MACHINE.sub("", one_line(written or ""))
    return "" if _SAYS_NOTHING.fullmatch(words) else words


def told_pictures(count: int) -> tuple[str, ...]:
    """The notice on pictures without a description."""
    if not count:
        return ()
    said = (
        "picture has no description: what it shows"
        if count == 1
        else "pictures have no description: what they show"
    )
    return (f"{count:,} {said} is not in the text",)
