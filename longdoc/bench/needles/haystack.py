"""Generates prose of any length and facts to hide in it, from one seed.

The prose names people, things and places but never a number, so that it contains no answer by chance. A fact
states where an invented object is kept or what its number is, and its question asks for this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

__all__ = ["Needle", "needles", "prose"]

PEOPLE = (
    "the ferryman", "the baker's widow", "the younger of the two clerks", "a surveyor from the coast",
    "the schoolmaster", "the keeper of the lamp", "an old bookbinder", "the apprentice", "the harbour master",
    "a woman in a grey coat", "the gardener", "the judge's nephew", "the clockmaker", "the miller's tenant",
)  # fmt: skip
DEEDS = (
    "carried a basket of wet linen", "mended the hinge of the gate", "counted the steps under the breath",
    "read the letter a second time", "looked for the missing page", "set down the lantern",
    "spoke about the price of barley", "drew the curtain", "waited for the rain to pass",
    "folded the map the wrong way", "asked after the health of the miller", "swept the leaves from the path",
    "listened to the bell across the water", "put the ledger back on its shelf",
)  # fmt: skip
PLACES = (
    "behind the chapel", "at the end of the jetty", "in the upper room", "by the tannery", "on the bridge",
    "beside the empty stable", "under the plane trees", "near the toll house", "in the cold kitchen",
    "along the tow path", "at the foot of the stairs", "between the two orchards",
)  # fmt: skip
TIMES = (
    "That evening", "Before the frost came", "On market day", "Towards noon", "In the week of the fair",
    "When the wind turned", "Long after supper", "At low tide", "The following spring", "Once more",
)  # fmt: skip
TURNS = (
    "and nobody thought anything of it", "which was the custom there", "although the light was poor",
    "while the others kept silent", "as if there were all the time in the world", "for want of a better",
    "and the dog lay down again", "without saying a word", "so that the neighbours smiled",
)  # fmt: skip

OBJECTS = (
    "brass telescope", "blue violin", "walnut chessboard", "silver thimble", "copper kettle", "ivory compass",
    "velvet mask", "glass barometer", "cedar chest", "amber necklace", "iron weathervane", "porcelain owl",
    "leather globe", "bronze sundial", "marble inkwell", "oak metronome",
)  # fmt: skip
OWNERS = (
    "Quillane", "Ostrander", "Vesterby", "Marlowitz", "Tamberlin", "Hroswitha", "Pellegrew", "Zandrak",
    "Ormiston", "Lindqvist", "Farrowgate", "Bexcombe", "Dunmorrow", "Saltmarsh", "Ivarsson", "Kettleby",
)  # fmt: skip
TOWNS = (
    "Varnholt", "Port Ellery", "Nimbrook", "Castle Durne", "Saint Aubry", "Grellmouth", "Little Orrin",
    "Hexwater", "Tolverton", "Marrow Bay", "Upper Skelling", "Quenby", "Ardlestone", "Fenwick Cross",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Needle:
    """A sentence to hide, the question about it, and what the answer must contain."""

    sentence: str
    question: str
    answer: str


def prose(random: Random) -> Iterator[str]:
    """Paragraphs, each of three to seven sentences."""
    while True:
        yield " ".join(_sentence(random) for _ in range(random.randint(3, 7)))


def needles(random: Random, count: int) -> list[Needle]:
    """`count` facts about different owners, at most `len(OWNERS)`."""
    owners = random.sample(OWNERS, count)
    things = random.sample(OBJECTS, count)
    return [_needle(random, owner, thing) for owner, thing in zip(owners, things, strict=True)]


def _needle(random: Random, owner: str, thing: str) -> Needle:
    town, number = random.choice(TOWNS), str(random.randint(1_200, 98_000))
    kinds = (
        Needle(
            f"The {thing} of the {owner} family is kept in {town}.",
            f"Where is the {thing} of the {owner} family kept?",
            town,
        ),
        Needle(
            f"The registration number of the {owner} {thing} is {number}.",
            f"What is the registration number of the {owner} {thing}?",
            number,
        ),
        Needle(
            f"Captain {owner} sold the {thing} for {number} crowns.",
            f"For how many crowns did Captain {owner} sell the {thing}?",
            number,
        ),
    )
    return random.choice(kinds)


def _sentence(random: Random) -> str:
    who, deed, place = random.choice(PEOPLE), random.choice(DEEDS), random.choice(PLACES)
    time, turn = random.choice(TIMES), random.choice(TURNS)
    forms = (
        f"{time} {who} {deed} {place}, {turn}.",
        f"{who[0].upper()}{who[1:]} {deed} {place}.",
        f"{time}, {place}, {who} {deed} and {random.choice(DEEDS)}.",
        f"{who[0].upper()}{who[1:]} {deed}, {turn}, and {random.choice(PEOPLE)} {random.choice(DEEDS)}.",
    )
    return random.choice(forms)
