"""Which sentences may be in a summary: complete ones, but no headings, table rows or references."""

from __future__ import annotations

import re

import numpy as np

from longdoc.characters import CJK
from longdoc.documents.types import Document, Kind, Section
from longdoc.tasks.terms import word_count

__all__ = [
    "MIN_PHRASE_WORDS", "in_back_matter", "is_complete_sentence", "is_decision", "is_definition",
    "is_question", "list_marker_chars", "speaker_chars",
]  # fmt: skip

MIN_WORDS = 6
MIN_PHRASE_WORDS = 4  # of an item of a list, or of slides
MIN_CJK_CHARS = 10
MAX_WORDS = 120
MAX_HEADING_WORDS, MAX_NAMES = 12, 20  # of a heading with a number; of capitalised words without one
MAX_NUMBERS = 0.2  # share of the words; four numbers are always allowed
MIN_LETTERS = 0.6  # share of the characters that are not white space

NON_PROSE = frozenset(
    (
        Kind.HEADING, Kind.TABLE_ROW, Kind.CAPTION, Kind.CODE, Kind.CONTENTS, Kind.REFERENCES, Kind.KEYWORDS,
        Kind.ADVERTISEMENT, Kind.LICENCE, Kind.HEADER_FOOTER, Kind.FIELD, Kind.NOTE,
    )
)  # fmt: skip

_LABEL = re.compile(
    r"(?im)(?:^|[.!?]\s)\s*(?:figure|fig\.|table|box|图|表)\s*\d+(?:\.\d+)?\s*[.:：]?\s*\Z"
)  # the label of a caption, unlike a sentence that ends with "see Table 3."
_ENDS = re.compile(r"[.!?。！？…;；][\"'”’」』)）\]]*$")
_NUMBERS = re.compile(r"(?<!\S)[(\[]?[-+±~<>$€£]?\d[\d.,%]*[)\],;]?(?!\S)")
_LEAD_IN = re.compile(r"(?:[:：,，—–-]|\b(?:in|of|to|the|and|or|for|by|with|that|which|an?))\s*$")
_ITEM = re.compile(
    r"^\W*\(?(?:[a-z]{1,2}|[ivxlc]{1,6}|\d{1,2})\)\s+[a-z]"  # (b) the name of the vessel
    r"|^[（(][一二三四五六七八九十]+[)）].*；$|;\s*(?:and|or)?\W*$",
    re.DOTALL,
)  # an item of a list within a sentence, which depends on the beginning of the sentence
_TITLED = re.compile(r"\W*(?:[A-Z]{2,}\W+){3}")  # a title in capitals with what stands below it
_SPEAKER = re.compile(r"[\w.-]{1,30}\s+\W?\d{1,2}:\d{2}\b|[a-z]{1,2}[A-Z]")  # ann 10:05; iPhone
_LIST_MARKER = re.compile(
    r"(?:(?:[-*•·▪●–—]|\(?(?:\d{1,3}|[ivx]{1,5}|[a-z])[.)]|\([A-Z]\)|[A-Z]\.(?=\s{2})|\d{1,2}(?:\.\d{1,3}){1,3}\.?(?=\s+(?!(?:M|B|Tr)illion\b|[GHMP][aWhz]{1,2}\b)(?:[A-Z][a-z]|[AI]\s)))\s+"
    r"|[（(][一二三四五六七八九十]+[)）]\s*|(?:\d{1,3}|[一二三四五六七八九十]+)、\s*)(?=[“\"„«]?[^\W\d_])"
    r"|[-*•▪●]\s+(?=[$€£¥(“\"]?[\d“\"])"  # a bullet before a figure
    r"|(?:On|Am|Le|El)\s[^\n]{6,120}?\s(?:wrote|schrieb[^:\n]{0,60}|a écrit|escribió)\s?:\s+(?=\S)"  # a mail
)
_SPEAKER_LABEL = re.compile(  # Ann Lee: … or ABC: …, but not Note: …
    r"\W*(?!(?:Note|Notice|Warning|Caution|Example|Tip|Important|Remark|Attention)\b)"
    r"[A-Z][\w.’'-]{0,24}(?: [A-Z(][\w.’')-]{0,24}){0,3}:\s+"
)
_NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)*|[IVXL]+|[A-Z])[.)]\s*|^\W*\d+(?:\.\d+)+\s+")
_FIRM = re.compile(  # a firm's name alone, as above a signature
    r"(?:[A-Z][\w&.'’-]*,?\s+(?:(?:of|and|&|the|for)\s+)?)+"
    r"(?:Co|Ltd|Inc|Corp|L\.?L\.?C|L\.?P|plc|PLC|GmbH|S\.?A|N\.?V|B\.?V)\.?"
)
_DEFINES = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*[.)]?\s*)?[“\"„][^”\"“]{1,80}[”\"“](?: or [“\"][^”\"]{1,80}[”\"])?,?\s+"
    r"(?:shall |will )?(?:means?|includes?|refers? to|has the|have the|bedeutet|bezeichnet)\b"
)
_DECIDES = re.compile(
    r"(?i)^(?!.*\b(?:if|where|unless|when|until|once)\b).*?"
    r"(?:\b(?:i|we) (?:would |shall |will )?(?:therefore |accordingly |thus |hereby )?"
    r"(?:dismiss|allow|affirm|reverse|vacate|remand|uphold)\b.{0,60}"
    r"\b(?:appeal|judgment|order|decision|ruling|convictions?|sentence|award|case|cause)\b"
    r"|\b(?:appeals?|petition|application|motion|judgment|complaint|writ) "
    r"(?:is|are|(?:should|must|will) be) (?:therefore |accordingly |hereby )?"
    r"(?:dismissed|allowed|granted|denied|affirmed|reversed|vacated|rejected|upheld|refused)\b"
    r"|\b(?:it was|the (?:board|council|committee|meeting|members)) (?:\w+ )?(?:resolved|agreed|decided)\b"
    r"|^\W*resolved\b|\bmotion (?:was |is )?(?:\w+ )?(?:carried|passed|adopted|defeated)\b"
    r"|\b(?:there (?:will|shall|must) (?:\w+ )?be|(?:I|we) (?:\w+ )?(?:enter|give))"
    r" judgment (?:for|in favou?r)\b"
    r"|\bjudgment (?:is|be|shall be|will be) (?:\w+ )?(?:entered |given )?(?:for|in favou?r of) the\b"
    r"|\b(?:the|this|her|his|their) (?:claim|appeal|action|defence|counterclaim)s? (?:\w+ )?"
    r"(?:succeeds?|fails?)\b"
    r"|\bI (?:therefore |accordingly |thus |hereby )?(?:hold|award|declare)\b"
    r"|\b(?:Klage|Berufung|Revision|Beschwerde)\b.{0,60}\b(?:wird|werden)\b.{0,60}"
    r"\b(?:abgewiesen|zurückgewiesen|verworfen|stattgegeben)\b"
    r"|驳回上诉|维持原判)",
    re.DOTALL,
)
_SMALL = re.compile(r"(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)$", re.I)
_WORD = re.compile(r"[^\W\d_]{2,}")
_CJK_CHAR = re.compile(rf"[{CJK}]")
_JUNK = re.compile(
    r"\.{4,}|…{3,}|_{3,}|\|.*\||\t.*\t|https?://\S{40,}"  # dot leaders, forms, table rows
    r"|^\W*\[\d{1,3}\]\s+[A-Z]"  # [12] Author …
    r"|^\W*[A-Z][\w'’-]+,?\s+(?:[A-Z]\.[\s,-]*){1,3}.{0,200}\b(?:19|20)\d\d\b"  # Author, A. B. … 1999
    r"|\([^()]{0,60}:[^()]{0,60}\b(?:Press|Publish\w{2,6}|Books|Verlag)\b[^()]{0,20}\b(?:19|20)\d\d\)"
    r"|\b\d{1,4}, no\.(?:\s*\d|\s*$)"  # of a journal
    r"|\bdoi\b\s*[:.]|\bISBN\b|\barXiv:|\bpp\.\s*\d|\bet al\.,?\s*$"
    r"|(?i:^\W*(?:figure|fig\.|table|图|表)\s*\d+"
    r"(?!\d|\s+(?:\w+\s+)?(?:shows?|indicates?|suggests?|confirms?) that))"
    r"|(?i:^\W*(?:key ?words?(?: and phrases)?|index terms|关键[词字]|subject classification)\s*[:：—–-])"
    r"|(?i:permission is hereby granted|creative commons|project gutenberg|open access article"
    r"|this (?:e-?book|work) is (?:for the use of|licensed))"
    r"|(?i:^\W*(?:our |the )?terms of (?:use|service) and privacy\b)"
    r"|(?i:\blicensed under (?:the |an? )?(?:terms of the )?(?:\w+ ){0,3}"
    r"(?:MIT|BSD|Apache|GNU|L?GPL\w*|CC\b|Mozilla|(?:public|open|attribution)[\w -]{0,40}licen[cs]e))"
    r"|(?i:\b(?:is|are|released|available|distributed) under (?:the |an? )?(?:MIT|BSD|Apache|GNU|L?GPL|CC)\b)"
    r"|^[^·|•.!?]{1,60}(?:\s[·|•]\s[^·|•.!?]{1,60}){2,}"  # a menu: Home · News · Sport
    r"|^\s*[—―][A-Z]"  # —Gibbon, Decline and Fall: whom a quotation is by
    r"|(?i:^\W*(?:translated|illustrated|edited|photograph(?:s|ed)?|drawings?|reprinted|typeset) by\s)"
    r"|^\s*(?:#+\s|:\w+:[^\s`])"  # comments of code, directives of a markup
    r"|(?i:^\W*(?:subscribe|sign up|click here|buy now|order now|follow us|advertisement)\b)"
    r"|(?i:(?:subscribe|sign up) (?:to|for) our\b|your free (?:trial|copy)\b)"
    r"|\b\w+_\w+\([\w\s*,]{0,80}\).{0,200}?\b\w+_\w+\([\w\s*,]{0,80}\)"  # declarations of functions
    r"|(?i:^\W*(?:(?:members |also )?present|in attendance|attend(?:ees|ance|ing)|apologies(?: for absence)?"
    r"|absent|participants|cc|minutes (?:taken )?by)\s*[:：–—])"  # lists of people
    r"|(?i:^\W*(?:proposed|moved)\b[^.]{0,50}\bseconded\b[^.]{0,40}\.?$)"
    r"|(?i:^\W*(?:signed|executed)(?:,? (?:and |as a )?(?:sealed|delivered|deed))* (?:for|by|on behalf)\b"
    r"|\bin witness whereof\b|^\W*(?:agreed and )?(?:accepted|acknowledged),? as of\b)"  # signatures
    r"|(?i:^\W*(?:the )?minutes of\b[^.]{0,80}\b(?:approved|adopted|agreed|accepted|confirmed|signed)\b)"
    r"|(?i:^\W*(?:I|we) (?:am|are) (?:\w+ )?grateful to\b|^\W*(?:I|we) (?:would like to |wish to )?thank\b)"
    r"|(?i:\bforward-looking (?:statements?|information)\b)"  # cautions of reports
    r"|(?i:\bour responsibility is to express an opinion\b|\breasonable basis for our (?:audit )?opinion\b)"
    r"|(?i:\b(?:titles|headings|captions)\b.{0,60}\bfor (?:convenience|(?:ease of )?reference)\b)"
    r"|(?i:^\W*(?:\w{1,3}(?:\.\d{1,2}){0,2}[.)]\s+)?(?:an? )?references? to (?:an? |the |any )?"
    r"(?:clauses?|sections?|schedules?|articles?|paragraphs?|statutes?|persons?|singular|part(?:y|ies)|gender)\b"
    r".{0,80}\b(?:is|are|means?|includes?|shall)\b)"
    r"|(?i:\b(?:authorised and regulated|authorised|regulated) by the (?:financial|prudential)\b)"
    r"|(?i:\b(?:this|diese|ce|este) (?:e-?mail|message|communication|mensaje|mensagem|nachricht)\b.{0,120}"
    r"\b(?:confiden[tc]i\w+|privileged|intended (?:solely|only)|vertraulich\w*)\b"
    r"|\b(?:received|erhalten) (?:this|it|the|diese) (?:e-?mail|message|communication|nachricht)?\s*in error"
    r"|\bnot the intended recipient\b|\bconsider the environment before printing)"  # below mails
    r"|(?i:copyright\s{1,3}(?:©|\(c\)|(?:19|20)\d\d)|©\s?(?:19|20)\d\d)"
    r"|(?i:all rights reserved|table of contents|page \d+ of \d+)"
    r"|(?i:\bunder the terms of (?:version \d+ of )?the (?:MIT|BSD|Apache|GNU|L?GPL|Mozilla)\b"
    r"|\bcopyrighted by\b|\byou (?:can|may) redistribute it\b)"
    r"|(?i:\bplease (?:consider )?(?:\w+ )?(?:donat|sponsor|star\b)|\bby donating\b|\buse our badge\b"
    r"|\bconsider (?:sponsoring|donating|starring)\b|\bbecome a (?:sponsor|patron|backer)\b"
    r"|\bjoin (?:us on|our (?:chat|slack|discord))\b)"
    r"|(?i:\b(?:pull requests|contributions)\b.{0,40}\b(?:are|is) (?:\w+ ){0,2}welcome\b"
    r"|\bgive (?:it|us|this \w+) a (?:\S{1,3} )?star\b"
    r"|^\W*please (?:open|file|create) an issue\b|^\W*please make sure to update tests\b)"
    r"|(?:\s::\s.*){2}"  # classifiers of a package
    r"|^(?:[^\w\s*•·▪●–—\"“'‘(\[-]|_){1,3}\s{2}"  # a row of a table of keys:  _    Travel to a place.
)
_POINTER = re.compile(
    r"(?i)^\W*(?:please\s+)?(?:see|refer to|consult)\s+(?!,)"
    r"(?!(?:how|what|if|whether|that|here|you|him|her|them|to|with|an?)\b)"
    r"|^\W*(?:please (?:read|visit)|(?:please )?check out)\b|^\W*learn more\b"
    r"|^\W*for\b.{3,90},\s{1,9}(?:please\s+)?(?:see|refer to|consult|visit)\b"
    r"|^\W*(?:more|further|additional) (?:information|details)\b.{0,120}"
    r"\b(?:available|found|given|provided) (?:in|at|on)\b"
    r"|^\W*(?:this|these|details|specifics)\b.{0,60}"
    r"\b(?:is|are) (?:described|documented|explained|provided) in\b"
    r"|^\W*(?:sec(?:tion|\.)|chapter)s?\s+(?:\d[\d.]*|[ivx]+)\s+(?:describe|present|discusse?|introduce|review"
    r"|conclude|explain|outline|summari[sz]e|report)s?\b(?! that)"
    r"|^\W*in (?:this|the (?:next|following)) (?:section|chapter|part|appendix|article),?\s+(?:we|I|the)\b"
    r"|\bas follows\.$"
    r"|\b(?:at|from|on|see|via)\s+<?https?://\S+$"
    r"|^\W*the following\s{1,9}(?!(?:day|morning|afternoon|evening|night|week|month|year|spring|summer"
    r"|autumn|winter|season|century|decade|\w+day)s?\b)[^:]*$"
    r"|^\W*the (?:\w+ )?(?:table|figure|chart|diagram|graph) (?:above|below)\b"
    r"|\b(?:has|have|shall have) the (?:same )?meanings?\b.{0,60}\b(?:in|by|under|to)\b"  # defined elsewhere
    r"|^\W*where\s+\S+\s+(?:is|are|denotes?|stands? for)\b[^,?]*$"
)  # sentences that only refer to what stands elsewhere, or announce what follows
_CHINESE_POINTER = re.compile(
    r"^\W*请?(?:参见|参阅|参看|详见|另见|请见)|(?:更多|详细|具体)[^。]{0,20}(?:参见|参阅|参考|查看|访问)"
)
MAX_POINTER_WORDS = 30
_CHINESE_JUNK = re.compile(
    r"^\W*(?:出席|列席|缺席|请假|与会|参会|主持|记录)(?:人员?|者)?\s*[:：]"  # lists of people
    r"|^\W*(?:关键[词字]|参考文献|版权所有)|版权所有|未经许可[，,]?(?:不得|禁止|严禁)(?:以任何\w{1,6})?(?:转载|复制|翻印|摘编)|扫码|关注公众号|^\s*:\w+:[^\s`]"
    r"|^[^是]*的[。；]$"  # an item of a statute's list: 具有重要科研价值的。
)
_BACK_MATTER = re.compile(
    r"(?i)^\W*(?P<number>\d+(?:\.\d+)*\.?\s*)?(?:references|bibliography|works cited|(?:table of )?contents|"
    r"copyright waiver|literatur(?:verzeichnis)?|inhalt(?:sverzeichnis)?|bibliographie|références|sommaire"
    r"|bibliografía|referencias|bibliografia|referências|danksagung|remerciements"
    r"|supporting information|author contributions|(?:about the )?authors?|contributors"
    r"|citations|footnotes|endnotes|参考文献|目录|致谢"
    r"|(?P<also_clause>acknowledge?ments?|index|copyright|funding))\W*$"
)
FRONT, BACK, LAST = 0.05, 0.7, 0.9  # of a text: a section "Funding" between them may be a clause


def is_complete_sentence(text: str, words: float | None = None, name: str = "") -> bool:
    """Whether this reads as a complete sentence that says something by itself.

    Args:
        words: the length of the text, if known.
        name: a name in lower case that sentences may begin with, such as that of a program.

    >>> is_complete_sentence("The Supplier shall indemnify the Customer against all losses.")
    True
    >>> is_complete_sentence("7.2 Limitation of Liability")
    False
    >>> is_complete_sentence("10.2 Ownership of Intellectual Property Rights.")
    False
    """
    if _LEAD_IN.search(text) or _ITEM.search(text) or _is_title(text) or _FIRM.fullmatch(text):
        return False
    words = (word_count(text) if words is None else words) - word_count(text[: speaker_chars(text)])
    dense = re.sub(r"\s+", "", text)
    chinese = len(_CJK_CHAR.findall(dense))
    if chinese > len(dense) / 3 and (_CHINESE_JUNK.search(text) or _CHINESE_POINTER.search(text)):
        return False
    if chinese > len(dense) / 3:
        return chinese >= MIN_CJK_CHARS and words <= 3 * MAX_WORDS and bool(_ENDS.search(text))
    if not MIN_WORDS <= words <= MAX_WORDS or _JUNK.search(text):
        return False
    begin = list_marker_chars(text)
    cut = text[begin].islower() and not _SPEAKER.match(text, begin)
    if (cut and text[begin:].split(maxsplit=1)[0] != name) or len(_NUMBERS.findall(text, begin)) > max(
        4, MAX_NUMBERS * words
    ):
        return False  # the end of a sentence cut in two, or a table
    letters = sum(c.isalpha() for c in dense)
    if letters < MIN_LETTERS * len(dense) or len(_WORD.findall(text)) < MIN_WORDS - 1:
        return False
    if words <= MAX_POINTER_WORDS and _POINTER.search(text):
        return False
    if _TITLED.match(text) and not _ENDS.search(text):
        return False
    is_upper_case = sum(c.isupper() for c in dense) > 0.6 * letters
    return not is_upper_case and (bool(_ENDS.search(text)) or words >= 3 * MIN_WORDS)


def is_question(text: str) -> bool:
    """Whether a sentence ends with a question mark, before closing quotes and brackets."""
    return text.rstrip("\"'”’」』)） ").endswith(("?", "？"))


def is_definition(text: str) -> bool:
    """Whether a sentence defines a term: "Excess" means the first part of a claim.

    >>> is_definition('"Business Day" means any day on which banks are open.')
    True
    """
    return _DEFINES.match(text) is not None


def is_decision(text: str) -> bool:
    """Whether a court or a meeting decides in this sentence, rather than tells of a decision of others.

    >>> [is_decision(x) for x in ("We affirm the judgment below.", "The judge dismissed the claim.")]
    [True, False]
    """
    return _DECIDES.search(text) is not None


def list_marker_chars(text: str) -> int:
    """The length of what a sentence is headed by, in characters: a bullet, a number, "On … Ann wrote:".

    >>> list_marker_chars("- Pay the rent."), list_marker_chars("(a) Pay.")
    (2, 4)
    """
    found = _LIST_MARKER.match(text)
    return found.end() if found else 0


def speaker_chars(text: str) -> int:
    """The length of the speaker's name that a sentence of a transcript is headed by, in characters.

    >>> speaker_chars("Ann Lee: We agree."), speaker_chars("We agree.")
    (9, 0)
    """
    found = _SPEAKER_LABEL.match(text)
    return found.end() if found else 0


def _is_title(text: str) -> bool:
    """Whether this has capitalised words only, as a heading or a list of names has."""
    number = _NUMBER.match(text)
    words = re.findall(r"[^\W\d_][\w'’-]*", text[number.end() if number else 0 :])
    return 0 < len(words) <= (MAX_HEADING_WORDS if number else MAX_NAMES) and all(
        word[0].isupper() or _SMALL.match(word) for word in words
    )


def _is_back_matter(section: Section, characters: int) -> bool:
    """Whether a section's title says so, and its place: contracts have clauses on copyright or funding."""
    found = _BACK_MATTER.match(section.title)
    if found is None or not found["also_clause"]:
        return found is not None
    begins, ends = section.span.start / characters, section.span.end / characters
    return begins >= LAST if found["number"] else begins >= BACK or ends <= FRONT


def in_back_matter(document: Document, starts_M: np.ndarray) -> np.ndarray:
    """Bool [M]: the sentences that are no prose: references, table of contents, captions and so on.

    Args:
        starts_M: character offset at which each sentence begins.
    """
    starts = starts_M.tolist()
    inside_M = np.array([document.kind_at(start) in NON_PROSE for start in starts], bool)
    inside_M |= np.array([bool(_LABEL.search(document.text, max(0, at - 24), at)) for at in starts], bool)
    for section in document.sections:
        if _is_back_matter(section, len(document.text)):
            inside_M |= (starts_M >= section.span.start) & (starts_M < section.span.end)
    return inside_M
