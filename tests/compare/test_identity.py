"""Which pairs are suggested to be what; nothing is merged."""

import json
import random
from dataclasses import replace

import pytest

from kg.compare.identity import compare_things, find_pairs
from kg.compare.index_build import fill_index
from kg.compare.naming import contains, name_score
from kg.compare.record import Record
from kg.compare.things import Facts, Thing, candidates, read_facts, read_things
from kg.vocabulary import BASE


@pytest.fixture(scope="module")
def suggested(real):
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


def test_a_pair_that_the_curators_hold_apart_says_why(suggested):
    pair = suggested[frozenset(("project/liaise-1", "project/liaise-2"))]
    assert pair.reasons == (
        "the texts are alike",
        "the curators hold them apart (owl:differentFrom): Two projects, one after the other, that"
        " the sources often name together as LIAISE",
    )


def test_two_things_that_are_held_apart_both_ways_have_both_reasons(real):
    commission, partnership = (
        f"{BASE}id/document/{of}"
        for of in ("action-plan-protection-of-public-spaces", "partnership-action-plan")
    )
    reasons = [
        "Two action plans on public spaces: of the Commission (2017) and of the Partnership (2020).",
        "Two plans called Action Plan: the Partnership's own is still to be written, the other the Commission's of 2017.",
    ]
    facts = read_facts(real.store)
    assert facts.why(commission, partnership) == reasons
    assert facts.why(partnership, commission) == reasons[::-1]


def test_a_pair_that_is_held_apart_without_a_reason_is_still_told(real):
    index = real.checker().index
    things = read_things(index, real.store)
    facts = replace(read_facts(real.store), reasons={})
    one, other = (f"{BASE}id/project/pericles-{of}" for of in ("radicalisation", "vehicle-ramming"))
    pair = compare_things(index, things[one], things[other], facts, [])
    assert pair.reasons[-1] == "the curators hold them apart (owl:differentFrom)"


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


def made_up(number):
    """Return an initiative of fifteen words, each of which few others have."""
    chance = random.Random(number)  # noqa: S311  # no secret
    said = " ".join(f"w{chance.randrange(300)}rd" for _ in range(15))
    iri = f"{BASE}id/project/made-{number:02}"
    return Record(iri=iri, label=f"Plan {number}", kind="project", text=f"{said}.")


def test_in_a_large_landscape_alike_texts_are_found_by_their_rare_words(monkeypatch):
    monkeypatch.setattr("kg.compare.things.MANY", 0)
    made = [made_up(number) for number in range(40)]
    words = made[7].text.split()
    copy = replace(made_up(40), label="Other", text=" ".join([*words[:11], "and", "more", "so."]))
    index = fill_index(":memory:", [*made, copy], {"sources": "[]", "newest": ""})
    things = {
        record.iri: Thing(
            record.iri, record.label, record.kind, (record.label,), number=number, record=record
        )
        for number, record in enumerate([*made, copy], 1)
    }
    found = list(find_pairs(index, things, Facts({}, {}), []))
    assert [(p.one.label, p.other.label, p.suggestion) for p in found] == [
        ("Plan 7", "Other", "duplicates purpose")
    ]


def test_progress_is_told_to_its_end(suggested, real):
    index = real.checker().index
    things = read_things(index, real.store)
    told = []
    for _ in find_pairs(
        index, things, Facts({}, {}), [], lambda done, total: told.append((done, total))
    ):
        pass
    assert (told[0][0], told[-1][0]) == (0, told[-1][1])
