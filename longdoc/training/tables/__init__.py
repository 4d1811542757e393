"""Teaches the ranker of table cells, with questions that are made for tables beside published ones.

`lookups` asks plain questions by the name of a row and a column, of which WikiTableQuestions has few,
`orders` about the order of rows, conditions and what no cell says; `contrasts` sets rows against each other,
and `timetables` and `bands` make tables of their own. `ranker` trains on all of them.
"""
