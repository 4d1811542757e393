"""Names of the months, as parts of patterns."""

from __future__ import annotations

__all__ = ["ANY_MONTH", "ENGLISH_MONTHS", "OTHER_MONTHS", "OTHER_SHORT_MONTHS", "SHORT_MONTHS"]

ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SHORT_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"  # may end in "."
# a whole or a short name in lower case, or where case is ignored
ANY_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
# German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish and, in the genitive of dates, Polish,
# Czech and Russian, without those written as in English
OTHER_MONTHS = (
    "Januar|Jänner|Februar|Feber|März|Mai|Juni|Juli|Oktober|Dezember"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    "|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
    "|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    "|januari|februari|maart|mei|augustus|januar|februar|marts|maj|juni|juli|augusti|oktober"
    "|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
    "|ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince"
    "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
# without their point; "mar" and "sept" are English as well
OTHER_SHORT_MONTHS = "Jän|Mär|Okt|Dez|janv|févr|avr|juil|déc|ene|abr|ago|dic|gen|mag|giu|lug|ott|fev|mrt|okt"
