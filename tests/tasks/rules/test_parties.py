"""Who the parties are: in preambles, forms, title pages and judgments, and for questions that ask for all."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.rules.parties import parties, parties_asked

NDA = (
    'This is made by and between Helix Photonics, Inc., a Delaware corporation ("Helix"), and Norrsken\n'
    'Optik AB, a Swedish company ("Norrsken").\n\n1. Term. Barclays Bank plc lends (the "Term").\n'
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("LOAN\n\nCALDER WIND LIMITED\nas Borrower\n\nprovided by\n\nNORDIC BANK ASA\nas Lender and Agent\n",
         ["CALDER WIND LIMITED", "NORDIC BANK ASA"]),
        ('This is entered into by Acme Inc. (the "Company"), and Ann Lee, an individual (the "Consultant"). '
         'It has a schedule (the "Schedule").', ["Acme Inc.", "Ann Lee"]),
        ("SALE\n\nParty A (Shipper): Elm Co., Ltd.  Address: 3 Mill Row\n\nParty B: Oak Logistics Ltd.\n",
         ["Elm Co., Ltd.", "Oak Logistics Ltd."]),
        ('between Oak LLC ("Oak"), and Ann Lee ("Artist").  AGREEMENT  1. Grant. During the Term Oak may '
         'use it ("Rights of Use") in Texas ("Markets").', ["Oak LLC", "Ann Lee"]),
        ("among Acme Inc., as Borrower, and Bank of Ely plc, as Administrative Agent.",
         ["Acme Inc.", "Bank of Ely plc"]),
        ("Between:\n\n  HARGREAVES MARINE LIMITED      Claimant/Respondent\n      - and -\n"
         "  THE OWNERS OF THE TERN     Defendants/Appellants\n",
         ["HARGREAVES MARINE LIMITED", "THE OWNERS OF THE TERN"]),
        ("Between:\n\nOAK LIMITED (Claimant)\n\nand\n\n(1) IVY PLC\n(2) ELM LLP (Defendants)\n\n"
         "Ann Lee (instructed by Roe LLP) for the Claimant\n", ["OAK LIMITED", "IVY PLC", "ELM LLP"]),
        ("B E T W E E N :\n\nANN LEE      Appellant\n-and-\nNORTH COUNCIL      Respondent\n-and-\n"
         "THE ELM TRUST      Intervener\n\nBefore: Lady Roe\n",
         ["ANN LEE", "NORTH COUNCIL", "THE ELM TRUST"]),
        ("OAK, INC., and\nELM LLC,\n\tPlaintiffs,\n\tv.\n\nIVY CORP.,\nJOHN Q. ROE, and\nASH L.P.,\n"
         "\tDefendants.\n", ["OAK, INC.", "ELM LLC", "IVY CORP.", "JOHN Q. ROE", "ASH L.P."]),
        ("JANE DOE,\n\tPlaintiff,\n\nv.\n\nACME CORP.,\n\tDefendant.\n", ["JANE DOE", "ACME CORP."]),
        ("Employer | Sandpiper Ltd, 9 Castle Street\nEmployee | Dr. Rowan Adeyemi\nStart | 3 June\n",
         ["Sandpiper Ltd", "Dr. Rowan Adeyemi"]),
        ("Buyer | Seller\nAnn | Bob\n", []),
        ("zwischen\n\nFrau Anna Vollmer, Lindenstraße 8, Köln\n- nachfolgend Vermieterin genannt -\n\nund\n\n"
         "Herrn Jonas Petersen, Köln\n- nachfolgend Mieter genannt -\n",
         ["Frau Anna Vollmer", "Herrn Jonas Petersen"]),
        ("zwischen\n\nder Nordlicht GmbH, Hafenstraße 4, Hamburg\n\n– nachfolgend „Vermieterin“ –\n\nund\n\n"
         "Herrn Karl Brandt, Am Deich 9, Bremen\n\n– nachfolgend „Mieter“ –\n\n§ 1 Mietsache",
         ["Nordlicht GmbH", "Herrn Karl Brandt"]),
        ("Kaufvertrag zwischen Herrn Otto Lenz, Bonn – Verkäufer – und Frau Ina Voss, Köln – Käuferin –.",
         ["Herrn Otto Lenz", "Frau Ina Voss"]),
        ("zwischen der Werke AG, Bonn („Lizenzgeber“), und der Sonne GmbH, Köln („Lizenznehmer“)",
         ["Werke AG", "Sonne GmbH"]),
        ("Vertrag\n\nzwischen\n\n1. Öhler Werke AG, Bonn\n\nund\n\n2. Sonne GmbH, Köln\n\n§ 1 Gegenstand",
         ["Öhler Werke AG, Bonn", "Sonne GmbH, Köln"]),
        ("Vermieter: Krause GmbH, Ring 3, Berlin\n\nMieterin: Ina Voss, Allee 4, Berlin\n",
         ["Krause GmbH", "Ina Voss"]),
        ("zwischen der Gemeinde und den Anliegern. Der Begriff „Anbieter“ umfasst auch Kunden.\n", []),
        ("Entre les soussignés :\n\nLa société Girard SARL, ci-après dénommée « le Prestataire »,\n\net\n\n"
         "La société Laiteries du Jura SA, ci-après dénommée « le Client »,\n",
         ["Girard SARL", "Laiteries du Jura SA"]),
        ('between Oak Ltd (the "Landlord") and Ivy Ltd (the "Tenant").\n\n1. Definitions\n\n"Rate" is that '
         'of Barclays Bank plc (the "Bank").', ["Oak Ltd", "Ivy Ltd"]),
        ('between The Bon-Ton Stores, Inc. ("Merchant"), iPayment, Inc. ("ISO") and GA Retail, Inc. ("GA").',
         ["The Bon-Ton Stores, Inc.", "iPayment, Inc.", "GA Retail, Inc."]),
        ('between Oak LLC ("Oak"), a company at 40 Palm Avenue, CA 92703 and PREMIER FOODS CORPORATION '
         '("Premier"), a company at 5 Christie Avenue.', ["Oak LLC", "PREMIER FOODS CORPORATION"]),
        ("PROMOTION AGREEMENT\n\nby and between\n\nJANSSEN BIOTECH, INC.\n\nand\n\nIMMUNO, INC.\n\n"
         "Contents\n\n11.5 Sales Representatives and Other Company Staff 33\n",
         ["JANSSEN BIOTECH, INC.", "IMMUNO, INC."]),
        ("PROMOTION AGREEMENT\n\nby and between\n\nOAK, INC.\n\nand\n\nIVY, INC.\n\nContents\n\n11.5 Other "
         'Company 33\n\nThis agreement is made between Oak, Inc. ("Oak") and Ivy, Inc. ("Ivy").\n',
         ["Oak, Inc.", "Ivy, Inc."]),
        ('between Oak Ltd ("Oak") and Ann Lee ("Talent"). The Rights Granted last (the "Term").',
         ["Oak Ltd", "Ann Lee"]),
    ],
)  # fmt: skip
def test_parties_are_found_where_documents_introduce_them(text: str, names: list[str]) -> None:
    assert [name for _, name in parties(text)] == names


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Who are the parties?", NDA,
         'Helix Photonics, Inc., a Delaware corporation ("Helix"), and Norrsken\nOptik AB'),
        ("who are the parties to this agreement", NDA,
         'Helix Photonics, Inc., a Delaware corporation ("Helix"), and Norrsken\nOptik AB'),
        ("Who are the parties?",
         "Between Lantern LLC, a company (“Label”), and the ensemble known as Quiet Alphabet (“Artist”).\n",
         "Lantern LLC, a company (“Label”), and the ensemble known as Quiet Alphabet"),
        ("Wer sind die Vertragsparteien?", "zwischen\n\nder Oak GmbH, Ulm\n\n– Vermieterin –\n\nund\n\nder "
         "Ivy eG, Bonn\n\n– Mieterin –\n", "Oak GmbH, Ulm\n\n– Vermieterin –\n\nund\n\nder Ivy eG"),
        ("合同双方是谁？", "甲方：雾岭村合作社\n乙方：青檐茶业有限公司\n",
         "雾岭村合作社\n乙方：青檐茶业有限公司"),
        ("Who is the appellant?",
         "ANN LEE      Claimant/Respondent\n  - and -\nOAK LTD     Defendant/Appellant\n", "OAK LTD"),
        ("Who are the defendants?",
         "Between\n\nOAK LTD (Claimant)\n\nand\n\n(1) IVY PLC\n(2) ELM LLP (Defendants)\n\nBefore: Roe J\n",
         "IVY PLC\n(2) ELM LLP"),
        ("Who is the appellant?", "The appellant, Oak Ltd, lost.", None),
        ("Who are the third parties?", NDA, None),
        ("Who are the parties?", "Landlord: Ann Lee\n", None),
    ],
)  # fmt: skip
def test_all_parties_are_one_answer(question: str, text: str, said: str | None) -> None:
    document = Document(text, (), (), "", "a.txt", "0")
    found = parties_asked(question, document)
    assert (document.quote(found) if found else None) == said
