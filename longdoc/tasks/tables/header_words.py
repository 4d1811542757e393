"""Words that people use for what headers write otherwise: "average" for "Avg.", "colour" for "Finish"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.view import TableView, stems_of

__all__ = ["alike", "in_header_words", "with_headers_as_named"]

# words that narrow nothing where no header is a total: "the current price", "the unit price", but not "units"
_EMPTY_WORDS = """
current currently present presently exact given listed stated specified recorded reported respective own
correct right precise unit
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
# say no more than the sign in a header: "Agree (%)"
_PERCENT = stems_of("percent percentage percentages")
# what a team wins, loses or draws, where columns of such names count them
_GAMES = stems_of("game match fixture")
# in a table of GF and GA, goals are those scored, unless the question says otherwise
_GOALS, _FOR, _AGAINST, _CONCEDED = map(
    stems_of, ("goal", "gf", "ga", "concede conceded against ship shipped")
)
_TOTAL = stems_of("total sum subtotal")
# words for whatever the rows are: "the cheapest item"
_ROW = stems_of("item thing entry")
DISTINCT = 0.8  # share of distinct cells from which on words name the rows
# each line holds words that stand for each other
_GROUPS = """
average avg mean av
quantity qty quant amount pcs units pieces count
amount amt sum value total
points pts point
population pop inhabitants residents people
temperature temp
position pos rank place standing
yards yds
games gp played pld matches apps appearances
wins won w win victories
losses lost l loss defeats
draws drawn d draw ties
gf scored
against ga conceded
difference gd diff
weight wt mass heavy weigh
height ht tall
telephone phone tel mobile number contact
description desc details
reference ref
department dept division team
address addr
maximum max
minimum min
date day dated
birthday dob born birth birthdate
price cost fee fare charge rate tariff pay rrp
salary wage pay earnings remuneration
country nation nationality
city town location place
film movie
score result
start begin beginning from opening open opens opened commence
end finish until till closing close closes closed expires expiry expiration
deadline due
departure depart departs leave leaves dep
arrival arrive arrives arr
duration length time long
supplier vendor manufacturer maker make brand
client customer buyer
employee staff name person
author writer written
director directed
producer produced
medicine drug medication substance
dose dosage strength
teacher instructor lecturer tutor
role position title job function post
role character part
supervisor manager boss
revenue turnover sales income
profit earnings
employees headcount staff workforce
stock inventory quantity available
depot warehouse location site
colour color finish
length long
spectators attendance crowd
rival opponent
pupils students
result outcome
limit range reference normal
extension ext
email mail
year yr season
percent percentage pct share
capacity seats seating
area size
home hometown
car vehicle
album record
song title track
artist singer performer
variance deviation overspend overspent underspend
remaining left balance
launch launched inception start
maintenance service
"""


@cache
def alike() -> dict[str, frozenset[str]]:
    """The stems that stand for each stem."""
    alike: dict[str, frozenset[str]] = {}
    for line in _GROUPS.strip().splitlines():
        stems = stems_of(line)
        for one in stems:
            alike[one] = alike.get(one, frozenset()) | (stems - {one})
    return alike


def in_header_words(question: TableQuestion, view: TableView) -> TableQuestion:
    """The question in which words that the table lacks are those of the headers that mean them.

    Headers that mean them by different words are none; words that narrow nothing are left out, and "item"
    is the name of the column that names the rows.
    """
    heads = frozenset[str]().union(*(column.stems for column in view.columns))
    said = heads | view.context_stems | view.row_counts.keys()
    lacked = (question.terms | question.asked | question.attribute) - said
    empty = frozenset[str]() if heads & _TOTAL else stems_of(" ".join(_EMPTY & {*question.text.split()}))
    labels = [one for one in view.columns if one.kind == "words" and one.distinct >= DISTINCT and one.core]
    if any("%" in column.head for column in view.columns):
        empty |= _PERCENT
    instead = dict.fromkeys(lacked & empty, frozenset[str]())
    for one in lacked - empty:
        meant = alike().get(one, frozenset())
        named = {column.stems & meant for column in view.columns} - {frozenset()}
        if len(named) == 1:
            instead[one] = named.pop()
        elif one in _ROW and labels and not named:
            instead[one] = labels[0].core
    if lacked >= _GOALS and heads >= _FOR | _AGAINST:
        instead |= dict.fromkeys(_GOALS, frozenset() if question.terms & _CONCEDED else _FOR)
    if not instead:
        return question
    instead |= _without_games(question, view, instead)
    terms, asked, attribute = (
        frozenset[str]().union(*(instead.get(one, {one}) for one in stems))
        for stems in (question.terms, question.asked, question.attribute)
    )
    return replace(question, terms=terms, asked=asked, attribute=attribute)


def _without_games(
    question: TableQuestion, view: TableView, instead: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Nothing for "games", which mean "Played", if the question names another count: "games won"."""
    games = _GAMES & instead.keys()
    others = (question.terms - games).union(*(instead[one] for one in instead.keys() - games))
    played = frozenset[str]().union(*(instead[one] for one in games))
    counts = (column.core for column in view.columns if column.kind == "number" and not column.core & played)
    return dict.fromkeys(games, frozenset[str]()) if any(core and core <= others for core in counts) else {}


def with_headers_as_named(question: TableQuestion, view: TableView) -> TableView:
    """The table with headers unnamed that are a part of another: "response rate" is not "Responses"."""
    whole = [column.core for column in view.columns if column.core <= question.terms]
    columns = list(view.columns)
    for n, column in enumerate(columns):
        if any(
            column.core < other and (other <= question.asked or not column.core <= question.asked)
            for other in whole
        ):
            columns[n] = replace(column, stems=column.stems - column.core, core=frozenset())
    return replace(view, columns=tuple(columns))
