"""Which pairs are suggested to be what; nothing is merged."""

import json

import pytest

from kg.compare.naming import contains, name_score
from kg.compare.things import candidates


@pytest.fixture(scope="module")
def suggested(real):
    from kg.compare.identity import find_pairs
    from kg.compare.things import read_facts, read_things

    index = real.checker().index
    things = read_things(index, real.store)
    assert len(candidates(index, things)) > 100
    return {
        frozenset((pair.one.iri.partition("/id/")[2], pair.other.iri.partition("/id/")[2])): pair
        for pair in find_pairs(index, things, read_facts(real.store), [])
    }


@pytest.mark.parametrize(
    ("one", "other", "suggestion"),
    [
        ("project/pericles-radicalisation", "project/pericles-vehicle-ramming", "different from?"),
        ("project/protect-enlets", "funding/isf-call-protect", "different from?"),
        ("org/city-of-nice", "org/nice-cote-d-azur-metropolis", "different from?"),
        ("org/city-of-lille", "org/metropole-europeenne-de-lille", "different from?"),
        ("knowledge/jrc-barrier-guideline", "knowledge/jrc-vehicle-barrier-review", "duplicates purpose"),
        ("funding/urban-innovative-actions-call-4", "funding/urban-innovative-actions-call-4-security-in-public-spaces", "part of or version of?"),
    ],
)  # fmt: skip
def test_pairs_of_the_shipped_landscape(suggested, one, other, suggestion):
    assert suggested[frozenset((one, other))].suggestion == suggestion


def test_what_the_curators_hold_apart_is_never_said_to_be_the_same(suggested):
    assert [
        pair
        for pair in suggested.values()
        if pair.settled == "the curators" and pair.suggestion == "same?"
    ] == []


def test_a_pair_that_was_judged_is_not_asked_again(judging):
    def pericles():
        shown = json.loads(judging("duplicates", "--type", "Project", "-f", "json").stdout)
        return [
            p
            for p in shown
            if p["a_label"].startswith("PERICLES") and p["b_label"].startswith("PERICLES")
        ]

    assert len(pericles()) == 1
    judging(
        "judge",
        "project:pericles-radicalisation",
        "project:pericles-vehicle-ramming",
        "different",
        "--by",
        "Zoe",
        "--why",
        "two calls",
    )
    assert pericles() == []


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("PERICLES", "Pericles", 100.0),
        ("European Network of Towns (ENT)", "ENT", 95.0),
        ("Summit of Mayors 2017", "Summit of Mayors 2018", 100.0),
        ("Barcelona Conference", "Nice Conference", 0.0),
    ],
)
def test_names_are_compared_without_years_and_with_acronyms(one, other, score):
    assert name_score([one], [other]) == score


def test_a_name_holds_another_when_it_has_all_its_telling_words():
    assert (contains(["Nice"], ["Nice Côte d'Azur Metropolis"]), contains(["Nice"], ["Lyon"])) == (
        True,
        False,
    )
