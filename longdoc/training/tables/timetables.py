"""Generates timetables and questions about their departures, of which published question sets have few.

The stops are names of rows of other tables; trips are in columns, or stops are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.view import TableView, view_of
from longdoc.training.tables.lookups import DISTINCT, Lookup, is_name

__all__ = ["timetable_lookups"]

STOPS, TRIPS = (3, 6), (3, 7)  # fewest and most
QUESTIONS = 3  # per timetable
THINGS = ("bus", "train", "tram", "ferry", "shuttle", "coach")
MINUTES = 24 * 60


def timetable_lookups(view: TableView, rng: Random) -> Iterator[Lookup]:
    """A few questions about a timetable whose stops have the names of this table's rows."""
    names = [n for n, c in enumerate(view.columns) if c.kind == "words" and c.distinct >= DISTINCT][:1]
    labels = [entry.text for row in view.rows for n in names if (entry := row[n]) and is_name(entry.text)]
    stops = list(dict.fromkeys(labels))[: rng.randint(*STOPS)]
    if len(stops) < STOPS[0]:
        return
    times = _times(len(stops), rng.randint(*TRIPS), rng)
    view = _view(stops, times, rng, across=rng.random() < 0.6)
    for _ in range(QUESTIONS):
        stop = rng.randrange(len(stops))
        question, minute = _question(stops[stop], [trip[stop] for trip in times], rng)
        answer = () if minute is None else (_clock(minute),)
        yield Lookup(question.lower() if rng.random() < 0.5 else question, [view], answer)


def _times(stops: int, trips: int, rng: Random) -> list[list[int]]:
    """For each trip, the minute at which it is at each stop."""
    starts = sorted(rng.sample(range(5 * 60, MINUTES - 3 * 60, 5), trips))
    legs = [rng.randint(3, 25) for _ in range(stops)]
    return [[start + sum(legs[:stop]) for stop in range(stops)] for start in starts]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _view(stops: Sequence[str], times: Sequence[Sequence[int]], rng: Random, *, across: bool) -> TableView:
    """The timetable with its trips in columns, or its stops."""
    trip = rng.choice(("Trip", "Bus", "Train", "Service", "Line", "Departure"))
    trips = [f"{trip} {n + 1}" for n in range(len(times))]
    if across:
        head = [rng.choice(("Stop", "Station", "From", "Place")), *trips]
        rows = [[name, *(_clock(time[n]) for time in times)] for n, name in enumerate(stops)]
    else:
        head = [trip, *stops]
        rows = [[name, *map(_clock, time)] for name, time in zip(trips, times, strict=True)]
    document = table_document([head, *rows])
    return view_of(document, document.tables[0])


def _question(stop: str, minutes: Sequence[int], rng: Random) -> tuple[str, int | None]:
    """A question about the departures from a stop, and the minute that answers it; None if there is none."""
    thing = rng.choice(THINGS)
    kind = rng.choice(("first", "last", "next", "next", "before"))
    if kind in ("first", "last"):
        worded = rng.choice((
            "When is the {kind} {thing} from {stop}?", "{kind} {thing} from {stop}",
            "When does the {kind} {thing} leave {stop}?", "What time is the {kind} {thing} at {stop}?",
        ))  # fmt: skip
        return worded.format(kind=kind, thing=thing, stop=stop), minutes[0 if kind == "first" else -1]
    limit = rng.randrange(minutes[0] - 60, minutes[-1] + 30, 15)
    said = rng.choice((_clock(limit), f"{limit // 60}:{limit % 60:02}"))
    if limit % 60 == 0:
        hour = limit // 60
        said = rng.choice((f"{hour}", f"{hour}:00", f"{(hour - 1) % 12 + 1} {'am' if hour < 12 else 'pm'}"))
    if kind == "before":
        worded = rng.choice(("What is the last {thing} before {said} from {stop}?",
                             "last {thing} from {stop} before {said}"))  # fmt: skip
        earlier = [minute for minute in minutes if minute < limit]
        return worded.format(thing=thing, stop=stop, said=said), max(earlier, default=None)
    worded = rng.choice((
        "When is the next {thing} after {said} from {stop}?", "first {thing} from {stop} after {said}",
        "When does the next {thing} leave {stop} after {said}?", "next {thing} at {stop} after {said}",
    ))  # fmt: skip
    later = [minute for minute in minutes if minute > limit]
    return worded.format(thing=thing, stop=stop, said=said), min(later, default=None)
