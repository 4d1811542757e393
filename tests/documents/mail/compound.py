"""A writer of compound files, small and strict, for tests of mails: olefile only reads them."""

from __future__ import annotations

import struct
from itertools import pairwise

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A file with these streams; "folder/name" lies in a storage. Short ones are padded to 4096 bytes."""
    tree: dict = {}
    for path, data in streams.items():
        *folders, name = path.split("/")
        place = tree
        for folder in folders:
            place = place.setdefault(folder, {})
        place[name] = data
    sectors: list[bytes] = []
    chain: list[int] = []

    def store(data: bytes) -> int:
        first = len(sectors)
        count = max(1, -(-len(data) // SECTOR))
        for number in range(count):
            sectors.append(data[number * SECTOR : (number + 1) * SECTOR].ljust(SECTOR, b"\x00"))
            chain.append(first + number + 1 if number < count - 1 else END)
        return first

    entries: list[list] = [["Root Entry", 5, FREE, FREE, FREE, END, 0]]

    def add(place: dict, owner: int) -> None:
        numbers = []
        for name in sorted(place, key=lambda text: (len(text), text.upper())):
            numbers.append(len(entries))
            content = place[name]
            if isinstance(content, dict):
                entries.append([name, 1, FREE, FREE, FREE, 0, 0])
                add(content, numbers[-1])
            else:
                size = max(len(content), 4096)
                entries.append([name, 2, FREE, FREE, FREE, store(content.ljust(size, b"\x00")), size])
        entries[owner][4] = numbers[0] if numbers else FREE
        for one, following in pairwise(numbers):
            entries[one][3] = following

    add(tree, 0)
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\x00")
        + struct.pack(
            "<HBBIII16sI8s8sIQ", 2 * len(name) + 2, kind, 1, left, right, child, b"", 0, b"", b"", start, size
        )
        for name, kind, left, right, child, start, size in entries
    )
    first_directory = store(directory)
    table_sectors = -(-(len(sectors) + 8) // 128)
    first_table = len(sectors)
    table = chain + [FAT] * table_sectors
    table += [FREE] * (table_sectors * 128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    head += struct.pack("<HHHHH6s", 0x3E, 3, 0xFFFE, 9, 6, b"")
    head += struct.pack("<IIIIIIIII", 0, table_sectors, first_directory, 0, 4096, END, 0, END, 0)
    places = [first_table + number for number in range(table_sectors)] + [FREE] * (109 - table_sectors)
    head += struct.pack("<109I", *places)
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)
