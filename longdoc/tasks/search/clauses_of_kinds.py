"""Clauses of some kinds of contract only, such as leases and loans: rows of `contract_clauses`."""

from __future__ import annotations

__all__ = ["CLAUSES_OF_KINDS"]

CLAUSES_OF_KINDS = (
    (
        r"\bsub-?\s?(?:let\b|letting|leas)|\bunder-?let",
        "sublet sublease subtenant underlet lodger possession premises consent landlord",
        "May the tenant sublet or sublease the premises?",
        "tenant lessee room flat house property apartment office place someone somebody else",
        r"\bsub-?\s?(?:let|leas|ten)|\bunder-?let|\blodg",
    ),
    (
        r"\b(?:landlord|lessor|owner)\b.*\b(?:enter|come in|visit|access|inspect)"
        r"|\bright of entry\b|\binspect the (?:premises|property|flat|house)\b",
        "landlord enter entry premises access inspect inspection reasonable hours notice emergency",
        "When may the landlord enter the premises, and with what notice?",
        "lessor owner come visit often flat house property home office",
        r"\bent(?:er|ry)|\baccess|\binspect",
    ),
    (
        r"\b(?:pays?|responsible|fix\w*)\b.*\b(?:repairs?|maintenance|upkeep)\b"
        r"|\bwho (?:has to |must |should )?(?:repairs?|maintains?|fix(?:es)?)\b",
        "repair repairs maintain maintenance replace condition structural",
        "Which party is responsible for maintenance and repairs?",
        "pay fix fixes upkeep things",
        r"\brepair|\bmaint",
    ),
    (
        r"\bprepay|\b(?:re)?pa(?:y|id)\w*\b.*\b(?:early|ahead of time)\b|\bearly repayment",
        "prepay prepayment early repayment premium fee penalty voluntary notice",
        "May the loan be repaid early, and what fee or premium must be paid?",
        "repay repaid repaying penalty back off ahead time borrower",
        r"\bprepa|\bre-?pa|\bredeem",
    ),
    (
        r"\bcollateral\b|\b(?:loan|debt)\b.*\bsecured\b|\bwhat security\b",
        "collateral security interest mortgage charge pledge lien debenture guarantee assets",
        "What collateral or security is given for the loan?",
        "debt secured",
        r"\bcollateral|\bsecur|\bcharge|\bpledge|\bmortgage",
    ),
)
