"""Each question of the catalogue says what its answer costs at scale, where people see it."""

import re

import pytest

from kg.ask.catalogue import Catalogue, read_header
from kg.ask.catalogue_text import as_json, as_markdown, listing, one
from kg.folders import shipped
from tests.bench.queries import in_words, with_cost

QUERIES = Catalogue(shipped("queries")).queries()
HEADER = "#+ summary: What?\n#+ audience: analyst\n#+ columns: x\n#+ example: kg query own\n"
TEXT = "SELECT ?x {\n#+ cost: no header\n?x ?p 1 }\n"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_question_has_its_measured_cost(query):
    assert re.fullmatch(r"(0\.\d|\d\.\d|\d\d|\d\d0) (ms|s) at 1 million triples", query.cost)


def test_a_cost_stands_at_the_end_of_the_header_instead_of_the_one_before():
    once = with_cost(HEADER + TEXT, "12 ms")
    assert once == f"{HEADER}#+ cost: 12 ms at 1 million triples\n{TEXT}"
    assert with_cost(once, "1.3 s") == f"{HEADER}#+ cost: 1.3 s at 1 million triples\n{TEXT}"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.00004, "0.0 ms"),
        (0.0084, "8.4 ms"),
        (0.00999, "10 ms"),
        (0.0123, "12 ms"),
        (0.0996, "100 ms"),
        (0.4567, "460 ms"),
        (0.9999, "1.0 s"),
        (2.34, "2.3 s"),
        (12.3, "12 s"),
    ],
)
def test_a_time_is_written_with_two_digits(seconds, words):
    assert in_words(seconds) == words


def test_the_cost_is_shown_wherever_a_question_is():
    query = read_header(with_cost(HEADER, "12 ms") + "SELECT ?x {}", "own.rq")
    assert listing([query]).splitlines()[1] == "  own  12 ms  What?"
    assert one(query).splitlines()[6:8] == [
        "Example: kg query own",
        "Cost: 12 ms at 1 million triples",
    ]
    assert as_json(query)["cost"] == "12 ms at 1 million triples"
    assert "**[own](analyst/own.rq)** What? · 12 ms" in as_markdown([query])


def test_a_question_of_ones_own_needs_no_cost():
    query = read_header(f"{HEADER}SELECT ?x {{}}", "own.rq")
    assert (query.cost, "Cost" in one(query)) == ("", False)
