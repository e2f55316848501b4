"""What is told in plain words is compared in the language of the proposal, and missed by nobody."""

import sqlite3

import pytest

from kg.compare.index_build import fill_index
from kg.compare.method import WORDING
from kg.compare.overlap import nearest, read
from kg.compare.packing import pack, unpack
from kg.compare.proposal import Proposal
from kg.compare.record import Record

FACTS = {"sources": "[]", "newest": ""}
LANGUAGES = ["de", "en", "es", "fr", "it"]
RECORDS = [
    Record(
        "urn:barriers",
        "Perimeter hardening",
        "project",
        text="Hostile vehicle mitigation for public realm operators.",
        plain=(
            ("de", "Poller und Pflanzkübel sollen verhindern, dass jemand in Leute fährt."),
            ("en", "Bollards and planters keep lorries away from people on squares."),
        ),
    ),
    Record(
        "urn:choir",
        "Choirs",
        "project",
        text="Choirs of several towns sing together in the parks.",
        plain=(
            ("de", "Chöre mehrerer Städte singen gemeinsam in Parks."),
            ("en", "Singers of several towns meet to sing outdoors."),
        ),
    ),
    Record("urn:import", "Bollards for squares", "project", text="Bollards are tried on squares."),
]


@pytest.fixture(scope="module")
def index():
    return fill_index(":memory:", RECORDS, FACTS)


def found(index, text):
    near = nearest(index, read(index, Proposal(text=text)), WORDING)
    return {one.record.iri: one.signals for one in near}


def test_every_initiative_of_the_landscape_is_told_in_five_languages(checker):
    index = checker.index
    told = {
        index.record(number).label: [language for language, _ in index.record(number).plain]
        for number in index.numbers()
    }
    assert {label: known for label, known in told.items() if known != LANGUAGES} == {}


def test_words_that_only_the_plain_words_have_find_and_score(index):
    near = found(index, "Die Stadt stellt Poller auf, damit niemand in Leute fährt.")
    assert (near["urn:barriers"].words, near["urn:barriers"].plain > 0.3) == (0.0, True)


def test_only_the_plain_words_of_the_proposals_language_count(index):
    near = found(index, "A town puts up bollards so that lorries keep away from people.")
    assert near["urn:barriers"].plain > 0.3
    assert "urn:choir" not in near or near["urn:choir"].plain < 0.1


def test_what_has_no_plain_words_is_compared_by_its_description_twice(index):
    near = found(index, "Bollards are tried on the squares of a town.")["urn:import"]
    assert near.plain == pytest.approx(0.3 * near.words + 0.7 * near.characters)


def test_a_language_in_which_nothing_is_told_is_compared_by_descriptions(index):
    near = found(index, "Les villes essaient des bornes et des bollards pour leurs places.")
    assert near["urn:import"].plain == pytest.approx(
        0.3 * near["urn:import"].words + 0.7 * near["urn:import"].characters
    )


def test_a_vector_is_read_as_it_was_written():
    vector = {"barrier": 0.5, "square": 0.25}
    assert unpack(*pack(vector)) == vector
    assert unpack(*pack({})) == {}


def test_vectors_of_plain_words_are_read_once(index):
    first = index.plain.vectors(1, "de")
    assert index.plain.vectors(1, "de") is first
    assert index.plain.vectors(3, "de") is None
    assert isinstance(index.database, sqlite3.Connection)
