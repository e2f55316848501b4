"""Where a proposal would be the first."""

import json

from kg.compare.gaps import Cell


def test_the_state_of_a_cell_is_the_liveliest_thing_in_it():
    assert [
        cell.state
        for cell in (
            Cell(),
            Cell(ended=("a",)),
            Cell(undated=("a",), ended=("b",)),
            Cell(running=("a",)),
        )
    ] == ["nothing", "only ended", "no end stated", "running"]


def test_gaps_list_every_theme_with_every_kind(kg):
    shown = json.loads(kg("gaps", "-f", "json", "--on", "2019").stdout)
    cell = {(one["label"], one["kind"]): one for one in shown}[
        "Preventing radicalisation and violent extremism", "projects"
    ]
    assert "PERICLES (radicalisation)" in cell["running"] + cell["no_end_stated"] + cell["ended"]


def test_a_topic_has_ended_once_another_programme_took_the_place_of_its_own(kg):
    """Topic SEC-2012.6.1-1 states no end; Horizon 2020 took the place of FP7 in 2014."""
    cells = [
        next(
            one
            for one in json.loads(kg("gaps", "-f", "json", "--on", day).stdout)
            if (one["label"], one["kind"]) == ("Measurable impact on societal change", "funding")
        )
        for day in ("2013", "2026")
    ]
    topic = "Topic SEC-2012.6.1-1"
    assert [topic in cell[state] for cell in cells for state in ("no_end_stated", "ended")] == [
        True,
        False,
        False,
        True,
    ]


def test_a_day_that_is_none_is_one_line(kg):
    done = kg("gaps", "--on", "soon")
    assert (done.exit_code, done.stderr) == (
        1,
        "Error: --on soon: a date is a year, month or day, such as 2026-11\n",
    )
