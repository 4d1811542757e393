"""Recognises the questions of a checklist for contracts, which the long-context network answers better alone.

The checklist is CUAD's (Hendrycks et al. 2021): 41 questions, always in the same words. The long-context
network learned them from hundreds of contracts; the reader, which is trained on questions in people's own
words, finds the same clauses but doubts them. Figures are in docs/log.md.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["OPENINGS", "is_on_checklist"]

DETAILS = "Details:"  # precedes the question in CUAD's longer form

OPENINGS = """
The name of the contract
The two or more parties who signed the contract
The date of the contract
The date when the contract is effective
On what date will the contract's initial term expire
What is the renewal term after the initial term expires
What is the notice period required to terminate renewal
Which state/country's law governs the interpretation of the contract
Is there a clause that if a third party gets better terms
This category includes the exceptions or carveouts to Non-Compete
Is there a restriction on the ability of a party to compete
Is there an exclusive dealing
Is a party restricted from contracting or soliciting customers
Is there a restriction on a party’s soliciting or hiring employees
Is there a requirement on a party not to disparage
Can a party terminate this contract without cause
Is there a clause granting one party a right of first refusal
Does one party have the right to terminate or is consent or notice required
Is consent or notice required of a party if the contract is assigned
Is one party required to share revenue or profit
Is there a restriction on the ability of a party to raise or reduce prices
Is there a minimum order size
Is there a fee increase or consent requirement
Does intellectual property created by one party become the property
Is there any clause providing for joint or shared ownership
Does the contract contain a license granted by one party
Does the contract limit the ability of a party to transfer the license
Does the contract contain a license grant by affiliates
Does the contract contain a license grant to a licensee
Is there a clause granting one party an “enterprise,”
Does the contract contain a license grant that is irrevocable or perpetual
Is one party required to deposit its source code into escrow
Is a party subject to obligations after the termination
Does a party have the right to audit the books
Is a party’s liability uncapped
Does the contract include a cap on liability
Does the contract contain a clause that would award either party liquidated damages
What is the duration of any warranty
Is there a requirement for insurance
Is a party restricted from contesting the validity
Is there a non-contracting party who is a beneficiary
"""


def is_on_checklist(question: str) -> bool:
    """Whether a question is one of the checklist, in its words.

    >>> is_on_checklist("The date of the contract"), is_on_checklist("What is the date of the contract?")
    (True, False)
    """
    return " ".join(question.split(DETAILS)[-1].split()).startswith(_openings())


@lru_cache(maxsize=1)
def _openings() -> tuple[str, ...]:
    return tuple(OPENINGS.strip().splitlines())
