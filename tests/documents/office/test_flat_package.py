"""Flat OPC: an Office document in one XML file is read like the packed one."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source


def flat(data: bytes) -> bytes:
    """The parts of a packed document as Word writes them into one file."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml":
                tree = part.decode().partition("?>")[2] if part.startswith(b"<?xml") else part.decode()
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{tree}</pkg:xmlData></pkg:part>')
            elif name != "[Content_Types].xml":
                written = base64.encodebytes(part).decode()
                parts.append(
                    f'<pkg:part pkg:name="/{name}"><pkg:binaryData>{written}</pkg:binaryData></pkg:part>'
                )
    package = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    return f'<?xml version="1.0"?>\n<pkg:package {package}>{"".join(parts)}</pkg:package>'.encode()


@pytest.mark.parametrize("name", ["lease.xml", "lease.docx", "lease"])
def test_a_document_in_one_xml_file_is_read_like_the_packed_one(name: str) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Term", 1)
    document.add_paragraph("It ends in May.")
    out = io.BytesIO()
    document.save(out)
    extract = read_source(Source(flat(out.getvalue()), name))
    assert extract == read_source(Source(out.getvalue(), "lease.docx"))
    assert [section.title for section in extract.sections] == ["Term"]
