"""What a person typed in, the thing it names out."""

import pytest

from kg.ask.names import Names, normalise
from kg.errors import Ambiguous, NotFound
from kg.store.interface import Iri, Literal
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


class Titled:
    """The mini landscape, with titles that passages print and first cells of inventory rows."""

    titles = (
        ("lantern", "Light on the quays", None),
        ("lantern", "Quay Circle", None),
        ("beacon-lights", "Light on the quays", "row"),
        ("beacon-lights", "Lights and youth (2019)", "row"),
        ("beacon-youth", "Lights and youth (2019)", "row"),
    )

    def __init__(self, store):
        self.store = store

    def select(self, query, bindings=None):
        if "dcterms:title" not in query:
            return self.store.select(query, bindings)
        return [
            (Iri(f"{BASE}id/project/{thing}"), Literal(title), row and Literal(row))
            for thing, title, row in self.titles
        ]


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        ("light on the QUAYS", "project/lantern"),  # its own title comes before that of a row
        ("Light on the quays (2019)", "project/lantern"),
        ("Quay Circle", "body/quay-circle"),  # a name comes before a title
    ],
)
def test_a_printed_title_is_found_after_every_other_name(mini, typed, thing):
    assert Names(Titled(mini.store)).find(typed).value == f"{BASE}id/{thing}"


def test_a_title_of_several_things_lists_them(mini):
    with pytest.raises(Ambiguous) as problem:
        Names(Titled(mini.store)).find("Lights and youth (2019)")
    assert str(problem.value) == (
        "'Lights and youth (2019)' names 2 things: BEACON (street lights) (project:beacon-lights);"
        " BEACON (youth work) (project:beacon-youth). Give the name in full or the part in brackets."
    )


@pytest.mark.parametrize("remark", ["(2017)", "(global network)", " (Part of ERDF, see above) "])
def test_a_remark_behind_a_name_does_not_hide_the_thing(mini, remark):
    assert mini.names.find(f"lantern{remark}").value == f"{BASE}id/project/lantern"


def test_a_slug_without_its_prefix_is_told_the_prefix(mini):
    with pytest.raises(NotFound) as problem:
        mini.names.find("beacon-lights")
    assert str(problem.value) == (
        "nothing is called 'beacon-lights'; did you mean project:beacon-lights?"
    )


def test_a_name_within_what_was_typed_is_offered_before_one_that_is_alike(mini):
    with pytest.raises(NotFound) as problem:
        mini.names.find("The City of Aldin in 2019")
    assert str(problem.value) == (
        "nothing is called 'The City of Aldin in 2019'; did you mean City of Aldin?"
    )


class Retiring:
    """The mini landscape, with IRIs that are retired and what takes their place."""

    def __init__(self, store, replaced):
        self.store, self.replaced = store, replaced

    def select(self, query, bindings=None):
        if "owl:deprecated" not in query:
            return self.store.select(query, bindings)
        thing = bindings["thing"]
        names = self.replaced.get(thing.value.rpartition("/")[2], ())
        return [(thing, Iri(f"{BASE}id/project/{name}")) for name in names]


def test_what_takes_the_place_of_a_retired_iri_is_found_and_told_once(mini):
    told = []
    replaced = {"lamp": ["lighting"], "lighting": ["lamp", "lantern"]}
    names = Names(Retiring(mini.store, replaced), told.append)
    found = [names.find(typed).value for typed in ("project:lamp", f"{BASE}id/project/lamp")]
    assert found == [f"{BASE}id/project/lantern"] * 2
    assert told == ["project:lamp is retired; Lantern (project:lantern) takes its place."]
    assert Names(names.store).find("project:lamp").value == f"{BASE}id/project/lantern"


def test_a_retired_iri_in_whose_place_two_stand_asks_which(mini):
    names = Names(Retiring(mini.store, {"beacon": ["beacon-lights", "beacon-youth"]}))
    with pytest.raises(Ambiguous) as problem:
        names.find("project:beacon")
    assert str(problem.value) == (
        "project:beacon is retired; 2 take its place: BEACON (street lights)"
        " (project:beacon-lights); BEACON (youth work) (project:beacon-youth)"
    )


def test_a_retired_iri_that_nothing_replaces_is_unknown(mini):
    names = Names(Retiring(mini.store, {"lantren": ["lamp"]}))
    with pytest.raises(NotFound) as problem:
        names.find("project:lantren")
    assert str(problem.value) == "the graph has no project:lantren; did you mean Lantern?"


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
