"""The labelled sets are what they are said to be, and quality without a model is kept."""

import json
from collections import Counter
from pathlib import Path

SETS = Path(__file__).parent.parent / "evaluation"


def labelled(name):
    return json.loads((SETS / f"{name}.json").read_text())


def test_the_held_out_set_is_large_enough_and_shares_nothing_with_the_tuning_set():
    held, tuning = labelled("heldout"), labelled("tuning")
    assert (len(held["overlapping"]) >= 60, len(held["new"]) >= 60) == (True, True)
    assert Counter(one["field"] for one in held["new"]) == {"near": 30, "far": 30}
    assert {one["language"] for one in held["overlapping"]} == {"en", "fr", "de", "it", "es"}
    texts = [
        one["text"] for of in (held, tuning) for kind in ("overlapping", "new") for one in of[kind]
    ]
    assert len(texts) == len(set(texts))


def test_every_right_answer_is_in_the_landscape(checker):
    from kg.vocabulary import expand

    right = {
        expand(iri)
        for name in ("heldout", "tuning")
        for one in labelled(name)["overlapping"]
        for iri in one["expects"]
    }
    assert sorted(iri for iri in right if checker.index.number_of(iri) is None) == []


def test_without_a_model_the_promised_quality_is_kept(checker):
    from kg.vocabulary import expand

    held = labelled("heldout")
    hits = 0
    for one in held["overlapping"]:
        found = [near.record.iri for near in nearest_to(checker, one["text"])[:3]]
        hits += bool({expand(iri) for iri in one["expects"]} & set(found))
    alarms = sum(
        found[0].band in ("strong", "probable")
        for one in held["new"]
        if (found := nearest_to(checker, one["text"]))
    )
    assert (hits / len(held["overlapping"]) >= 0.8, alarms / len(held["new"]) <= 0.1) == (
        True,
        True,
    )


def nearest_to(checker, text):
    from kg.compare.overlap import nearest, read
    from kg.compare.proposal import Proposal

    return nearest(checker.index, read(checker.index, Proposal(text=text)), checker.method)
