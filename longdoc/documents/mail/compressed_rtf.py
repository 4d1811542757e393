"""Unpacks the compressed RTF in Outlook's mails: [MS-OXRTFCP]."""

from __future__ import annotations

import struct

__all__ = ["unpack_rtf"]

PRESET = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
WINDOW = 4096
COMPRESSED = 0x75465A4C  # "LZFu"
HEADER_BYTES = 16
MOST_BYTES = 64 << 20


def unpack_rtf(data: bytes) -> bytes:
    """The RTF; for damaged data, as much as could be unpacked."""
    if len(data) < HEADER_BYTES:
        return b""
    _, _, kind, _ = struct.unpack_from("<IIII", data)
    if kind != COMPRESSED:
        return data[HEADER_BYTES:]
    window = bytearray(PRESET.ljust(WINDOW, b"\x00"))
    write = len(PRESET)
    out = bytearray()
    at = HEADER_BYTES
    while at < len(data) and len(out) < MOST_BYTES:
        control = data[at]
        at += 1
        for bit in range(8):
            is_reference = control >> bit & 1
            if at + is_reference >= len(data):
                return bytes(out)
            if not is_reference:
                piece = data[at : at + 1]
                at += 1
            else:
                offset, length = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 15) + 2
                at += 2
                if offset == write % WINDOW:  # the end
                    return bytes(out)
                piece = b""
                for step in range(length):  # what is being written may be read at once
                    byte = window[(offset + step) % WINDOW]
                    piece += bytes([byte])
                    window[(write + step) % WINDOW] = byte
            for step, byte in enumerate(piece):
                window[(write + step) % WINDOW] = byte
            write += len(piece)
            out += piece
    return bytes(out)
