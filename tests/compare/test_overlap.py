"""How candidates are scored and put in order."""

import pytest

from kg.compare.index_build import fill_index
from kg.compare.method import BANDS, NOTHING, PROBABLE, STRONG, WORDING, WORTH_READING, Signals
from kg.compare.overlap import nearest, read
from kg.compare.proposal import Proposal
from kg.compare.record import Claim, Record
from kg.vocabulary import BASE

CALL = f"{BASE}id/funding/call"
TEXT = "Divers count mussels on harbour walls and teach pupils to read water samples."


def order(*records, text=TEXT):
    index = fill_index(":memory:", list(records), {"sources": "[]", "newest": ""})
    found = nearest(index, read(index, Proposal(text=text)), WORDING)
    return [(near.record.label, near.band) for near in found]


def record(label, text, kind="project", *claims, **more):
    iri = f"{BASE}id/{'funding' if kind != 'project' else 'project'}/{label.lower()}"
    return Record(iri=iri, label=label, kind=kind, text=text, claims=tuple(claims), **more)


def paid_by(*, stated):
    return Claim("instrument", CALL, "Call", "", "urn:passage" if stated else "")


OTHERS = [
    record(f"Other{n}", f"Something else about number {n} and its gardens.") for n in range(6)
]
NEARLY = TEXT.replace("pupils", "adults").replace("samples", "charts")


@pytest.mark.parametrize("kind", ["call topic", "call for proposals"])
def test_a_call_stands_below_what_it_pays_for_in_its_band(kind):
    project = record("Mussels", NEARLY, "project", paid_by(stated=True))
    assert order(record("Call", TEXT, kind), project, *OTHERS)[:2] == [
        ("Mussels", STRONG),
        ("Call", STRONG),
    ]


@pytest.mark.parametrize(
    ("kind", "claims", "text"),
    [
        ("programme", [paid_by(stated=True)], NEARLY),
        ("call topic", [paid_by(stated=False)], NEARLY),
        ("call topic", [], NEARLY),
        ("call topic", [paid_by(stated=True)], "Gardeners plant roses in the hills."),
    ],
)
def test_otherwise_the_nearer_stands_first(kind, claims, text):
    found = order(record("Call", TEXT, kind), record("Mussels", text, "project", *claims), *OTHERS)
    assert found[0] == ("Call", STRONG)


def test_what_is_known_by_its_title_is_found_by_it():
    titled = record("MUSSEL", "A project.", titles=("Counting bivalves along quay walls",))
    found = order(titled, *OTHERS, text="We are counting bivalves along quay walls this year.")
    assert found[0] == ("MUSSEL", STRONG)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (1.0, STRONG),
        (WORDING.begins.strong, STRONG),
        (WORDING.begins.strong - 0.0001, PROBABLE),
        (WORDING.begins.probable, PROBABLE),
        (WORDING.begins.worth_reading, WORTH_READING),
        (WORDING.begins.worth_reading - 0.0001, NOTHING),
        (0.0, NOTHING),
    ],
)
def test_a_band_begins_with_its_number(score, band):
    assert WORDING.band(score) == band


def test_the_method_in_an_answer_is_enough_to_repeat_it():
    told = WORDING.as_json()
    assert told["weights"] == WORDING.weights._asdict()
    assert told["bands"] == dict(zip(BANDS[:3], WORDING.begins, strict=True))
    signals = Signals(0.5, 0.4, 0.1, 0.3, 0.2)
    assert WORDING.score(signals) == round(
        sum(told["weights"][name] * value for name, value in signals._asdict().items()), 4
    )
