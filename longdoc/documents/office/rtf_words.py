"""The control words of RTF: which stand for characters, and which begin what is no text."""

from __future__ import annotations

import re

from longdoc.documents.types import Kind

__all__ = [
    "CHARACTERS", "CHARSETS", "DESTINATIONS", "LABELS", "MAC_PAGES", "NOTES", "RUNNING",
    "SHOWN_THOUGH_STARRED", "SIGNS", "SKIPPED", "TOKEN",
]  # fmt: skip

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)",
    re.S,
)
CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 77: "mac_roman",
}  # fmt: skip
MAC_PAGES = {10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2"}
CHARACTERS = {
    "line": "\n", "tab": " ", "emdash": "—", "endash": "-", "emspace": " ", "enspace": " ", "qmspace": " ",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "nestcell": " ",
    "nestrow": " ", "softline": " ", "column": "\n",
}  # fmt: skip
SIGNS = {"~": " ", "_": "-", "-": "", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\"}
NOTES = {"footnote": Kind.NOTE, "annotation": Kind.NOTE, "shptxt": Kind.PROSE}
RUNNING = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
SKIPPED = frozenset(
    (
        "colortbl", "pict", "objdata", "datastore", "themedata", "listtable", "listoverridetable", "revtbl",
        "rsidtbl", "generator", "xmlnstbl", "filetbl", "nonesttables", "xe", "tc", "tcn", "bkmkstart",
        "bkmkend", "atnid", "atndate", "atnref", "atntime", "atnparent", "atrfstart", "atrfend", "ftnsep",
        "ftnsepc", "aftnsep", "aftnsepc", "latentstyles", "template", "sn", "sv", "blipuid", "picprop",
        "shprslt", "mmathPr", "wgrffmtfilter", "userprops", "datafield", "company", "operator",
        "password", "falt", "panose", "nonshppict",
    )
)  # fmt: skip
LABELS = ("listtext", "pntext")
SHOWN_THOUGH_STARRED = frozenset(
    (
        "shpinst", "annotation", "atnauthor", "fldinst", "footnote", "shppict", "nesttableprops", "listtext",
        "pntext", "formfield", "ud",
    )
)  # fmt: skip
DESTINATIONS = ("fonttbl", "stylesheet", "info", "fldinst", "fldrslt", "atnauthor", "formfield", *RUNNING)
