"""Rows as plain Python and as frames: what a researcher computes with."""

import sys
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from kg.errors import BadInput

QUERY = """SELECT ?n ?d { VALUES (?n ?d) {
    (1 "2019-05-02"^^xsd:date) (2.50 "2019-02-30"^^xsd:date) (UNDEF "2019"^^xsd:gYear) } }"""


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("<http://e/a>", "http://e/a"),
        ('"x"@en', "x"),
        ("7", 7),
        ('"7"^^xsd:nonNegativeInteger', 7),
        ("2.5", Decimal("2.5")),
        ("1e0", 1.0),
        ("true", True),
        ('"2019-05-02"^^xsd:date', date(2019, 5, 2)),
        ('"2019-05-02T10:00:00"^^xsd:dateTime', datetime(2019, 5, 2, 10)),  # noqa: DTZ001 # it has none
        ('"10:00:00"^^xsd:time', time(10)),
        ('"2019"^^xsd:gYear', "2019"),
        ('"ten"^^xsd:integer', "ten"),
        ('"-"^^xsd:decimal', "-"),
        ("UNDEF", None),
    ],
)
def test_a_term_is_the_value_it_stands_for(mini, term, value):
    ((found,),) = mini.store.ask(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}").tuples()
    assert (found, type(found)) == (value, type(value))


def test_a_blank_node_is_its_label(mini):
    ((found,),) = mini.store.ask("SELECT ?x { BIND (BNODE() AS ?x) }").tuples()
    assert found.startswith("_:")


def test_rows_are_dicts_by_column(mini):
    assert list(mini.store.ask("SELECT ?b ?a { VALUES (?a ?b) { (1 UNDEF) } }").dicts()) == [
        {"b": None, "a": 1}
    ]


def test_a_pandas_frame_keeps_columns_and_types(mini):
    frame = mini.store.ask(QUERY).to_pandas()
    assert list(frame.columns) == ["n", "d"]
    assert frame["d"].tolist() == [date(2019, 5, 2), "2019-02-30", "2019"]


def test_a_polars_frame_turns_a_column_of_several_types_into_text(mini):
    frame = mini.store.ask(QUERY).to_polars()
    assert frame.to_dict(as_series=False) == {
        "n": ["1", "2.5", None],
        "d": ["2019-05-02", "2019-02-30", "2019"],
    }


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_not_installed_is_named_with_its_remedy(mini, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(BadInput) as problem:
        getattr(mini.store.ask(QUERY), f"to_{library}")()
    assert str(problem.value) == (
        f"{library} is not installed; it comes with: pip install 'urban-security-kg[{library}]'"
    )
