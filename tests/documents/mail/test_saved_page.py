"""MHTML is read like the page that it holds: its main text, by its style sheets, with its frames."""

from __future__ import annotations

import io

from longdoc.documents.open import open_document

PAGE = """From: <Saved by Blink>
Snapshot-Content-Location: https://example.com/a
Subject: Service terms
Date: Wed, 4 Mar 2026 08:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="x"

--x
Content-Type: text/html; charset=utf-8
Content-Location: https://example.com/a

<html><head><link rel="stylesheet" href="cid:css@blink"><link rel="stylesheet" href="https://example.com/s.css">
</head><body><nav><a href="/">Home</a> <a href="/p">Products</a></nav><main><h1>Service terms</h1>
<p>The fee is <span class="old">5 EUR</span> 6 EUR per month, for all plans and customers of the company.</p>
<p class="gone">Hidden</p><iframe src="cid:frame@blink"></iframe></main><footer>Imprint</footer></body></html>
--x
Content-Type: text/css
Content-Location: cid:css@blink

.old { text-decoration: line-through; }
--x
Content-Type: text/css
Content-Location: https://example.com/s.css

.gone { display: none; }
--x
Content-Type: text/html
Content-ID: <frame@blink>
Content-Location: https://example.com/frame

<html><body><p>Text in a frame.</p></body></html>
--x
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://example.com/i.png

iVBORw0KGgo=
--x--
"""


def test_the_main_text_of_a_saved_page() -> None:
    document = open_document(io.BytesIO(PAGE.encode()), name="terms.mhtml")
    assert document.title == "Service terms"
    assert document.text == (
        "Address: https://example.com/a\nSaved: Wed, 4 Mar 2026 08:00:00 +0000\n\nService terms\n\n"
        "The fee is 6 EUR per month, for all plans and customers of the company.\n\nText in a frame."
    )
    assert len(document.notices) == 2
    assert all("left out" in notice for notice in document.notices)
