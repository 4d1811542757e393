"""The parties of a contract or a lawsuit, by the phrases, fields and title pages that introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.rules.defining_phrases import COMPANY, labelled_value, party_before, role_in_parentheses

__all__ = ["asks_for_parties", "parties", "parties_asked"]

OPENING_CHARS = 8_000  # of a contract, in which its parties are named
PREAMBLE_CHARS = 2_500
NAMES_CHARS = 1_000  # … without roles
MOST_PREAMBLES = 6  # "between" and the like
MAX_ANSWER_CHARS = 800  # from the first party to the last

_ROLES = (
    "Landlord|Tenant|Lessor|Lessee|Buyer|Seller|Purchaser|Vendor|Supplier|Customer|Client|Provider|Contractor"
    "|Consultant|Licensor|Licensee|Borrower|Lender|Employer|Employee|Owner|Charterer|Company|Distributor|Franchisor"
    "|Franchisee|Agent|Principal|Guarantor|Assignor|Assignee|Grantor|Grantee|Trustee|Insurer|Insured|Policyholder"
    "|Shipper|Carrier|Publisher|Author|Issuer|Arranger|Parent"
)
_ROLE_NAME = rf"(?:{_ROLES}|{_ROLES.upper()})"
_GERMAN_ROLE = (
    r"(?:(?:Ver|Unter)?(?:[Mm]ieter|[Pp]ächter|[Kk]äufer)|(?:Auftrag|Arbeit|Dienst|Darlehens|Lizenz|Kredit|Leasing)"
    r"(?:geber|nehmer)|Anbieter|Kund[ei]|Besteller|Lieferant|Dienstleister|Veranstalter|Bauherr)(?:in)?"
)
_CAPITALISED = r"[A-Z][^“”\"\n]{1,40}"
_AS_ROLE = rf"as\s+(?:the\s+)?(?:(?:initial|[A-Z]\w+)\s)?{_ROLE_NAME}s?\b"
_ROLE = lazy_pattern(rf"{role_in_parentheses(_CAPITALISED)}|\((?:the\s+)?{_ROLE_NAME}\)|,?\s{_AS_ROLE}")
_SENTENCE_END = lazy_pattern(r"[a-z]{2}[.;]\s|\n\s*\n")
_PREAMBLE_SENTENCE_END = lazy_pattern(
    r"(?:\)|[a-z]{2}(?<!Ltd)(?<!Inc)(?<!Corp)(?<!Co)(?<!No)(?<!Mr)(?<!St))[.;]\s|\n\s*\n"
)
# what else contracts name in quotation marks
_NO_PARTY = lazy_pattern(
    r"[^“\"「]*[“\"「](?:[Tt]he\s+)?[^”\"」]{0,40}?\b(?:Agreements?|Contract|Lease|Dates?|Term|Territory|Act|Property|Premises"
    r"|Services?|Products?|Shares|Stock|Purpose|Closing|Transactions?|Notes|Business|Rights|Party|Parties)[”\"」]",
    re.IGNORECASE,
)
_CHINESE_ROLE = r"(?:甲|乙|丙|丁|发包|承包|出租|承租|转让|受让|委托|受托|买|卖)方"
_FIELDS = (
    (lazy_pattern(labelled_value(_CHINESE_ROLE)), lazy_pattern(r"[^\s，。；、（）]{2,40}")),
    (lazy_pattern(rf"(?m)^[^\S\n]*{labelled_value(_ROLE_NAME)}"), lazy_pattern(r"[A-Z][^\n,;:()]{1,80}")),
    (  # a row of two cells
        lazy_pattern(rf"(?m)^(?:The\s+)?{_ROLE_NAME}\s?\|\s(?P<value>[^|\n]+)$"),
        lazy_pattern(rf"(?!{_ROLE_NAME}$)[A-Z][^\n,;:()|]{{1,80}}"),
    ),
    (
        lazy_pattern(rf"(?m)^[^\S\n]*{_GERMAN_ROLE}\s?[:|]\s(?P<value>[^|\n]+)$"),
        lazy_pattern(rf"(?!{_GERMAN_ROLE}$)[A-ZÄÖÜ][^\n,;:()|]{{1,80}}"),
    ),
)  # each with the name at the beginning of the value
# of contracts translated from Chinese: “Party A (Shipper): ZTO Express Co., Ltd.  Address: …”
_LETTER = r"(?:Party|PARTY)[^\S\n][A-D]"
_LETTERED = lazy_pattern(rf"(?:^|(?<=\n)|(?<=\s\s)){labelled_value(_LETTER)}")
_NAME_IN_LINE = lazy_pattern(
    r"[A-Z](?:(?!\s{2}|\s(?:Party|PARTY)\s[A-D]\b|\s(?i:address)\b)[^\n;:()]){1,80}(?<![,\s])"
)
_LINE = lazy_pattern(r"[^\n]+")
_LINE_OF_NAME = r"(?m:^)[^\S\n]*(?P<name>[A-Z“\"][^\n:;()]{2,100}?)"
_ON_TITLE_PAGE = lazy_pattern(rf"{_LINE_OF_NAME}[^\S\n]*,?\n[^\S\n]*{_AS_ROLE}[^\n.;]{{0,40}}(?m:$)")
_LITIGANT = r"(?:Claimant|Plaintiff|Defendant|Appellant|Respondent|Applicant|Petitioner)s?"
_LITIGANTS = lazy_pattern(
    rf"{_LINE_OF_NAME}(?:,[^\S\n]*|[^\S\n]{{2,}}|[^\S\n]*,?\n[^\S\n]*)"
    rf"(?P<role>{_LITIGANT}(?:\s?[/–-]\s?{_LITIGANT})?)[.,]?[^\S\n]*(?m:$)"
)
_ASKED_LITIGANT = lazy_pattern(
    rf"(?:who|what)\s(?:is|are|was|were)\s(?:all\s)?the\s(?P<role>{_LITIGANT})(?:\s(?:in|of)\s[\w\s]{{1,40}})?",
    re.IGNORECASE,
)
_LITIGANT_ROLE = (
    rf"(?:{_LITIGANT}|{_LITIGANT.upper()}|(?:Intervener|Interested\s+Part(?:y|ies)|Third\s+Part(?:y|ies)"
    r"|INTERVENER)s?)"
)
_ROLES_OF_LITIGANTS = (
    rf"(?:(?:First|Second|Third|Fourth)\s+)?{_LITIGANT_ROLE}(?:\s?[/–-]\s?{_LITIGANT_ROLE})?"
)
_BETWEEN_LITIGANTS = lazy_pattern(r"(?m)^[^\S\n]*(?:B ?E ?T ?W ?E ?E ?N|Between)[^\S\n]*:?[^\S\n]*$")
_LITIGANT_LINE = lazy_pattern(
    r"(?m:^)[^\S\n]*(?:\(?\d{1,2}[.)][^\S\n]+)?(?P<name>[A-Z“\"][^\n]{1,120}?)"
    rf"(?:(?:,[^\S\n]*|[^\S\n]{{2,}}|[^\S\n]*\()(?P<role>{_ROLES_OF_LITIGANTS})\)?)?[.,]?[^\S\n]*(?m:$)"
)
_BLOCK_WITH_ROLE = lazy_pattern(
    rf"(?m)^(?P<names>(?:[^\S\n]*[A-Z“\"][^\n]{{1,100}}(?:[,;]|[,;]?\sand)[^\S\n]*\n){{1,12}})"
    rf"[^\S\n]*(?P<role>{_ROLES_OF_LITIGANTS})[.,]?[^\S\n]*$"
)
_NAME_IN_BLOCK = lazy_pattern(r"(?m)^[^\S\n]*(?P<name>\S[^\n]*?)[,;]?(?:\sand)?[^\S\n]*$")
_ROLE_LINE = lazy_pattern(rf"\W*(?:{_ROLES_OF_LITIGANTS})\W*")
_JOINING_LINE = lazy_pattern(r"\W*(?:and|v|vs|versus|et|und|y)?\W*", re.IGNORECASE)
_HEADING_END = lazy_pattern(
    r"(?m)^[^\S\n]*(?:Before|BEFORE|Hearing|HEARING|Date|Judgment|JUDGMENT|APPROVED|Representation|Counsel|Heard"
    rf"|Coram)\b|^[^\n]*\b(?:instructed\s+by|appeared\s+for|for\s+the\s+{_LITIGANT})\b|^\s*1\.\s"
)
# „– nachfolgend Vermieter genannt –“, „– Mieter –“, « ci-après dénommé « le Client » », “en adelante …”
_CALLED = lazy_pattern(
    r"\b(?:nachfolgend|nachstehend|im\s+[Ff]olgenden|ci-après|(?:de\s+ahora\s+)?en\s+adelante|di\s+seguito)\b"
    r"(?:[^\n()–—]{0,60}?\s?[)–—])?"
    rf"|[-–—(]\s*[„“\"»]?{_GERMAN_ROLE}[“”\"«]?\s*[-–—)]"
)
_ZWISCHEN = lazy_pattern(r"\b[Zz]wischen\b")
_BEFORE_NAME = lazy_pattern(
    r"(?:\s|[-–—*:;,)(]|\d+[.)]|(?:zwischen|und|der|die|dem|Firma|entre|et|les\s+soussignés|la\s+société"
    r"|d['’]une\s+part|d['’]autre\s+part|y|la\s+sociedad|tra|e|la\s+società)\b)+",
    re.IGNORECASE,
)
_FOREIGN_NAME = lazy_pattern(r"[^\W\d_a-zà-ÿ][^\n,;:()]{2,100}")
_NAME = lazy_pattern(r"[A-Z][\w.&'’-]*(?:[ \n](?:of[ \n](?:the[ \n])?)?[A-Z][\w.&'’-]*){1,6}")
_ANNEX = lazy_pattern(r"(?:Exhibit|Schedule|Annex|Appendix|Attachment|Section|Article|Clause)\s")
_PREAMBLE = lazy_pattern(
    r"\b(?:[Bb]etween|[Aa]mong|BETWEEN|AMONG|by and between|[Pp]arties|PARTIES|[Zz]wischen|ZWISCHEN)\b"
)
# on a title page: each name in its own lines
_LINE_OF_PARTY = r"(?:de[rmn]\s|die\s|\(?\d[.)]\s)?(?P<{}>[A-ZÄÖÜ][^\n:;()]{{2,100}}?)[^\S\n]*,?"
_BETWEEN_LINES = lazy_pattern(
    rf"\s*\n\s*{_LINE_OF_PARTY.format('first')}\s*\n\s*(?:and|AND|And|&|und|UND)\s*\n\s*"
    rf"{_LINE_OF_PARTY.format('second')}[^\S\n]*(?:\n|$)"
)
# tried where no such word leads to two names: "is entered into by Acme Ltd (the "Supplier"), and …"
_ENTERED_BY = lazy_pattern(r"\b(?:entered\s+into|made|concluded|executed)\b[^.;“\"(]{0,80}?\bby\s(?!and\b)")
_PREAMBLE_END = lazy_pattern(
    r"\b(?:WHEREAS|Whereas|RECITALS?|Recitals?|BACKGROUND|Background|NOW,? THEREFORE|WITNESSETH)\b"
    r"|(?m:^)[^\S\n]*(?:(?:1\.?|§\s?1|Article\s+(?:1|I)\b\.?)[^\S\n]+)?(?i:definitions?|interpretation)\b"
    r"|(?m:^)[^\S\n]*1\.[^\S\n]+[A-Z][A-Za-z ]{2,40}\.?(?m:$)"
    # the title of the first clause, and its text in the same line
    r"|(?<!\d)1\.\s+(?!(?:Mr|Mrs|Ms|Dr)\b)[A-Z][a-z]+(?:\s(?:[A-Z][a-z]+|and|of|the|to|for)){0,4}(?<!Inc)(?<!Co)(?<!Corp)"
    r"(?<!Ltd)(?<!No)\.\s+(?!Inc\b|Ltd\b|Co\b)[A-Z]"
)
_CONTRACT = (
    r"(?:(?:the|this)\s(?:\w+\s){0,2}?(?:agreement|contract|lease|deed|document|transaction|deal|case|dispute|lawsuit"
    r"|nda|loan|licen[cs]e|settlement|sale|facility))"
)
_ASKED = lazy_pattern(
    rf"(?:who|what)\sare\s(?:all\s)?(?:the|both)\s(?:contract(?:ing|ual)\s)?parties(?:\s(?:to|of|in)\s{_CONTRACT})?"
    rf"(?:\sinvolved)?|(?:with\s|between\s)?(?:who|whom)\sis\s{_CONTRACT}\s?(?:made\s|concluded\s)?(?:between|with)?"
    r"|wer\ssind\s(?:die|beide)\s(?:vertrags)?(?:parteien|partner)(?:\s(?:des|dieses)\s\w*vertrag(?:e?s)?)?"
    r"|zwischen\swem\s(?:ist|wird|wurde|besteht)\s(?:der|dieser)\s\w*vertrag(?:\s(?:ab)?geschlossen)?|qui\ssont\sles\sparties|qui[eé]nes\sson\slas\spartes"
    r"|chi\ssono\sle\sparti|wie\szijn\sde\s(?:contract)?partijen|quem\ssão\sas\spartes"
    r"|(?:合同)?(?:双方|各方|当事人|合同方)(?:当事人)?(?:是|都是|分别是)(?:谁|哪些|什么人|哪几方)",
    re.IGNORECASE,
)


def parties_asked(question: str, document: Document) -> Span | None:
    """From the first party to the last, if a question asks for all of them; or the claimant it asks for.

    None for other questions, and if the document does not name several close to each other.
    """
    plain = _plain(question)
    if litigant := _ASKED_LITIGANT.fullmatch(plain):
        return _litigant(litigant["role"], document.text[:OPENING_CHARS])
    if not asks_for_parties(question):
        return None
    spans = [span for span, _ in parties(document.text)]
    if len(spans) < 2 or spans[-1].end - spans[0].start > MAX_ANSWER_CHARS:
        return None
    return Span(spans[0].start, spans[-1].end)


def asks_for_parties(question: str) -> bool:
    """Whether a question asks for all parties of a contract or a lawsuit."""
    return _ASKED.fullmatch(_plain(question)) is not None


def _plain(question: str) -> str:
    return " ".join(question.split()).rstrip("?？. ")


def parties(text: str) -> Iterator[tuple[Span, str]]:
    """Each party, at the place where the opening of a contract or a judgment names it."""
    opening = text[:OPENING_CHARS]
    litigants = [span for span, _ in _litigants(opening)]
    if len(litigants) > 1:
        found = litigants
    else:
        found = [*_on_title_page(opening), *_called_in_other_languages(opening)] or _in_preamble(opening)
    found += _of_fields(_FIELDS, opening)
    lettered = list(_of_fields([(_LETTERED, _NAME_IN_LINE)], opening)) if len(found) < 2 else []
    found = lettered if len(lettered) > 1 else found
    seen: set[str] = set()
    for span in sorted(found):
        clean = " ".join(opening[span.start : span.end].split()).rstrip(" ,")
        if clean.casefold() not in seen:
            seen.add(clean.casefold())
            yield span, clean


def _of_fields(fields: Iterable[tuple[re.Pattern[str], re.Pattern[str]]], opening: str) -> Iterator[Span]:
    """“Landlord: Ann Lee”, “甲方（出租人）：海港物业有限公司”."""
    for pattern, name in fields:
        at = 0
        while labelled := pattern.search(opening, at):
            at = labelled.start("value")  # there may be another label in the same line
            if found := name.match(opening, at, labelled.end()):
                yield Span(*found.span())


def _on_title_page(opening: str) -> Iterator[Span]:
    """A name in its line, and its role in the next, or in the same line of a judgment."""
    for pattern in (_ON_TITLE_PAGE, _LITIGANTS):
        for found in pattern.finditer(opening):
            yield Span(*found.span("name"))


def _litigants(opening: str) -> list[tuple[Span, str]]:
    """The names below "Between:" in the heading of a judgment, each with the role given behind its group."""
    between = _BETWEEN_LITIGANTS.search(opening)
    if between is None:
        return _above_roles(opening)
    stop = _HEADING_END.search(opening, between.end() + 1)
    limit = min(between.end() + PREAMBLE_CHARS, stop.start() if stop else len(opening))
    found: list[tuple[Span, str]] = []
    group: list[Span] = []  # names whose role is still to come
    for line in _LINE.finditer(opening, between.end(), limit):
        said = line.group()
        if _ROLE_LINE.fullmatch(said):
            found += [(span, said) for span in group]
            group = []
        elif not _JOINING_LINE.fullmatch(said) and (
            named := _LITIGANT_LINE.match(opening, line.start(), limit)
        ):
            group.append(Span(*named.span("name")))
            if named["role"]:
                found += [(span, named["role"]) for span in group]
                group = []
    return found


def _above_roles(opening: str) -> list[tuple[Span, str]]:
    """The names in the lines above a role that stands alone: "ACME CORP., and / JOHN DOE, / Defendants."."""
    found: list[tuple[Span, str]] = []
    for block in _BLOCK_WITH_ROLE.finditer(opening):
        for name in _NAME_IN_BLOCK.finditer(opening, *block.span("names")):
            found.append((Span(*name.span("name")), block["role"]))
    return found


def _litigant(role: str, opening: str) -> Span | None:
    """From the first to the last who has this role in the case."""
    said = role.lower().rstrip("s")
    found = [span for span, named in _litigants(opening) if said in named.lower()] or [
        Span(*one.span("name")) for one in _LITIGANTS.finditer(opening) if said in one["role"].lower()
    ]
    if not found or (len(found) > 1 and found[-1].end - found[0].start > MAX_ANSWER_CHARS):
        return None
    return Span(found[0].start, found[-1].end)


def _called_in_other_languages(opening: str) -> Iterator[Span]:
    """The names at the beginning of paragraphs that go on with what a party is called, as in German."""
    at = 0
    for called in _CALLED.finditer(opening):
        named = len(opening[: called.start()].rstrip(' \n–—-(„“"*'))
        start = max(at, opening.rfind("\n\n", 0, named))
        start = max((found.end() for found in _ZWISCHEN.finditer(opening, start, named)), default=start)
        before = _BEFORE_NAME.match(opening, start, named)
        name = _FOREIGN_NAME.match(opening, before.end() if before else start, named)
        at = called.end()
        if name:
            yield Span(name.start(), name.start() + len(name.group().rstrip(" –—-*\n")))


def _in_preamble(opening: str) -> list[Span]:
    """The names that roles are assigned to: “Acme Ltd, a company of Delaware (the “Supplier”)”.

    A title page and its table of contents may precede the preamble: the first with two names counts.
    """
    places = [found.end() for found in _PREAMBLE.finditer(opening)][:MOST_PREAMBLES]
    entered = [found.end() for found in _ENTERED_BY.finditer(opening)][:MOST_PREAMBLES]
    named = [_with_roles(opening, start) for start in places]
    signed = (_with_roles(opening, start, in_sentence=True) for start in entered)
    if found := next((names for names in (*named, *signed) if len(names) > 1), None):
        return found
    if named and named[0]:
        return named[0]
    for start in places:
        if lines := _BETWEEN_LINES.match(opening, start):
            return [Span(*lines.span("first")), Span(*lines.span("second"))]
    if not places:
        return []
    end = min(_end_of_preamble(opening, places[0]), places[0] + NAMES_CHARS)
    companies = COMPANY.finditer(opening, places[0], end)
    return [Span(*found.span()) for found in companies if "the" not in found.group().lower().split()[1:]]


def _end_of_preamble(opening: str, start: int) -> int:
    limit = min(len(opening), start + PREAMBLE_CHARS)
    stop = _PREAMBLE_END.search(opening, start, limit)
    return stop.start() if stop else limit


def _with_roles(opening: str, start: int, *, in_sentence: bool = False) -> list[Span]:
    at, end = start, _end_of_preamble(opening, start)
    if in_sentence and (stop := _PREAMBLE_SENTENCE_END.search(opening, start, end)):
        end = stop.end()
    spans = []
    for role in _ROLE.finditer(opening, start, end):
        party = None
        if not _NO_PARTY.match(role.group()):
            party = party_before(opening, at, role.start()) or _nearest_name(opening, at, role.start())
        at = role.end()
        if party:
            spans.append(party)
    return spans


def _nearest_name(opening: str, start: int, end: int) -> Span | None:
    """The company that ends where a role begins, else the first; else the first other name of a sentence."""
    names = [Span(*found.span()) for found in COMPANY.finditer(opening, start, end)]
    near = [name for name in names if not opening[name.end : end].strip(" \n,")]
    if not names and not _SENTENCE_END.search(opening, start, end):
        others = (found for found in _NAME.finditer(opening, start, end) if not _ANNEX.match(found.group()))
        names = [Span(*found.span()) for found in others]
    return next(iter(near or names), None)
