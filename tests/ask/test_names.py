"""What a person typed in, the thing it names out."""

import pytest

from kg.ask.names import Names, normalise
from kg.errors import Ambiguous, NotFound
from kg.vocabulary import BASE


@pytest.mark.parametrize(
    "typed",
    [
        "https://w3id.org/urban-security-kg/id/project/lantern",
        "<https://w3id.org/urban-security-kg/id/project/lantern>",
        "project:lantern",
        "Lantern",
        "LANTERN",
        " lantern! ",
    ],
)
def test_an_iri_a_compact_iri_and_any_spelling_of_a_name_find_the_thing(mini, typed):
    assert mini.names.find(typed).value == "https://w3id.org/urban-security-kg/id/project/lantern"


def test_a_misspelling_of_the_sources_is_found(mini):
    assert mini.names.find("City of Aldine") == mini.names.find("City of Aldin")


def test_a_label_counts_before_an_alias(mini):
    assert mini.names.find("Aldin").value.endswith("/place/aldin")


def test_a_class_narrows_what_a_name_can_mean(mini):
    assert mini.names.find("bridge", "FundingInstrument").value.endswith("/funding/bridge-call")


def test_an_ambiguous_name_lists_its_things(mini):
    with pytest.raises(Ambiguous) as problem:
        mini.names.find("Beacon")
    assert str(problem.value) == (
        "'Beacon' names 2 things: BEACON (street lights) (project:beacon-lights);"
        " BEACON (youth work) (project:beacon-youth)."
        " Give the name in full or the part in brackets."
    )


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("lantren", "nothing is called 'lantren'; did you mean Lantern?"),
        ("project:lantren", "the graph has no project:lantren; did you mean Lantern?"),
        ("zzz", "nothing is called 'zzz'; `kg find` searches names and descriptions."),
    ],
)
def test_an_unknown_name_offers_the_nearest(mini, typed, message):
    with pytest.raises(NotFound) as problem:
        mini.names.find(typed)
    assert str(problem.value) == message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Métropole Européenne de Lille", "metropole europeenne de lille"),
        ("Toruń", "torun"),
        ("Łódź", "lodz"),
        ("Secur'cities", "securcities"),
        ("gE.CO Living Lab", "ge co living lab"),
        ("Security, Democracy & Cities", "security democracy and cities"),
    ],
)
def test_spellings_that_differ_in_case_accents_and_punctuation_are_one(one, other):
    assert normalise(one) == normalise(other)


def test_the_label_of_a_passage_begins_with_its_source(mini):
    assert (
        mini.names.label("https://w3id.org/urban-security-kg/source/harbour-paper/lantern")
        == "Harbour Paper, Lantern"
    )


def test_aliases_are_read_when_a_name_is_looked_up_and_not_before(mini):
    asked = []

    class Listening:
        def select(self, query):
            asked.append(query.partition("SELECT")[2].split("WHERE")[0].strip())
            return mini.store.select(query)

    names = Names(Listening())
    assert names.label(f"{BASE}id/project/lantern") == "Lantern"
    assert asked == ["?thing ?name"]
    assert names.find("LANTERN").value == f"{BASE}id/project/lantern"
    assert asked == ["?thing ?name", "?thing ?kind ?name"]
