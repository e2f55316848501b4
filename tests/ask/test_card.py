"""Everything said of one thing, each fact with its passages."""

from dataclasses import replace

import pytest

from kg.ask import card_text
from kg.ask.card import Fact, read_cards
from kg.ask.passages import Passage
from kg.store.interface import Iri
from kg.vocabulary import BASE


def test_a_card_for_reading_holds_every_fact_with_its_passages(mini):
    assert (
        card_text.as_text(mini.show("lantern"), 80)
        == """\
Lantern
project · project:lantern

Brighter quays for night walkers, planned with residents.

Names
  also called           LANTERN [1]

When
  start date            2019-05 [1]
  end date              2021 [1]

Who
  is led by             City of Aldin [1][2]
  has partner           Quay Circle [1]

Money
  is funded under       Bridge call of the Harbour Fund [1]
                        Harbour Fund (derived)
  is funded by          Sea Office (derived)

Where
  involves place        Aldin (derived)
                        Northland (derived)

Themes
  addresses theme       Security by design [3]
                        Urban planning and design (derived)

More
  page                  https://lantern.example/ [1]

Sources
  [1] Harbour Paper, Lantern
  [2] Town Leaflet, page 1
  [3] Curators' decisions, Themes"""
    )


def test_money_figures_parts_and_discrepancies_stand_on_the_card(mini):
    fund = card_text.as_text(mini.show("harbour fund"), 80)
    assert (
        """
Money
  is managed by         Sea Office [1]
  amount                about EUR 2,500,000 for Bridge call of the Harbour Fund
                        (2019 to 2020-02) “some 2.5 million” [1]
"""
        in fund
    )
    circle = card_text.as_text(mini.show("quay circle"), 80)
    assert (
        circle[circle.index("Figures") :]
        == """\
Figures
  number of members     12 “twelve towns” [2]
                        about 14 “around 14 towns” [4]

Named by others
  Aldin Declaration was adopted by Quay Circle [2]
  BEACON (youth work) is coordinated by Quay Circle [3]
  Lantern has partner Quay Circle [1]

Where sources disagree
  number of members     The leaflet rounds.
  followed reading      12 [2]
  reading               14 [4]

Sources
  [1] Harbour Paper, Lantern
  [2] Harbour Paper, The circle
  [3] Harbour Paper, Two beacons
  [4] Town Leaflet, page 1"""
    )


def test_a_part_taken_tells_the_capacity(mini):
    meeting = card_text.as_text(mini.show("aldin meeting"), 80)
    assert "  as speaker            Mayor of Aldin, opening words [1]" in meeting.splitlines()


def test_three_notes_in_a_row_are_written_as_a_range(mini):
    passages = [Passage("Paper", f"page {n}", f"http://x.example/{n}") for n in range(1, 7)]
    facts = [
        Fact(f"http://x.example/p{n}", label, "out", Iri("http://x.example/v"), value, cited, ())
        for n, (label, value, cited) in enumerate(
            [
                ("is near", "Spain", tuple(passages[:5])),
                ("is not in", "Italy", (*passages[:3], passages[4])),
                ("faces", "Corsica", (*passages[:2], *passages[3:])),
            ]
        )
    ]
    card = replace(
        mini.show("lantern"), names=(), facts=tuple(facts), money=(), figures=(), parts=(), says=()
    )

    lines = card_text.as_text(replace(card, milestones=(), discrepancies=())).splitlines()
    assert lines[lines.index("More") + 1 : lines.index("Sources") - 1] == [
        "  is near               Spain [1-5]",
        "  is not in             Italy [1-3][5]",
        "  faces                 Corsica [1][2][4-6]",
    ]


class Listening:
    """A store that keeps what it was asked."""

    def __init__(self, store):
        self.store, self.asked = store, []

    def select(self, query, bindings=None):
        self.asked.append(query)
        return self.store.select(query, bindings)


def test_cards_of_many_things_are_those_of_each_alone_and_take_no_more_questions(mini):
    things = [Iri(iri) for iri in sorted(mini.names.classes) if iri.startswith(f"{BASE}id/")]
    one, many = Listening(mini.store), Listening(mini.store)
    alone = [mini.show(thing.value) for thing in things]
    list(read_cards(one, mini.names, [Iri(f"{BASE}id/body/quay-circle")]))
    assert list(read_cards(many, mini.names, things)) == alone
    assert len(things) > 10
    assert len(many.asked) == len(one.asked)


@pytest.mark.parametrize("at_a_time", [1, 7])
def test_things_are_asked_for_in_parts_without_losing_any(mini, monkeypatch, at_a_time):
    things = [Iri(iri) for iri in sorted(mini.names.classes) if iri.startswith(f"{BASE}id/")]
    whole = list(read_cards(mini.store, mini.names, things))
    monkeypatch.setattr("kg.ask.card._AT_A_TIME", at_a_time)
    assert list(read_cards(mini.store, mini.names, things)) == whole


def test_markdown_escapes_what_markdown_would_read(mini):
    card = mini.show("beacon (street lights)")
    hostile = card_text.as_markdown(
        type(card)(**(vars(card) | {"description": "*a* <b> [c](d) `e`"}))
    )
    assert "\\*a\\* &lt;b> \\[c\\](d) \\`e\\`" in hostile.splitlines()


def test_json_keeps_the_promised_shape(mini):
    card = card_text.as_json(mini.show("aldin declaration"))
    base = "https://w3id.org/urban-security-kg/"
    circle = {
        "iri": f"{base}source/harbour-paper/circle",
        "label": "The circle",
        "source": "Harbour Paper",
    }
    names = {
        "iri": f"{base}source/curation/names",
        "label": "Names",
        "source": "Curators' decisions",
    }
    assert {
        key: card[key] for key in ("iri", "label", "types", "names", "records", "discrepancies")
    } == {
        "iri": f"{base}id/document/aldin-declaration",
        "label": "Aldin Declaration",
        "types": [{"iri": f"{base}ontology#Declaration", "label": "declaration"}],
        "names": [
            {"text": "Aldin Declaration", "kind": "alias", "passages": [circle]},
            {"text": "Aldin Declaration", "kind": "label", "passages": [names]},
        ],
        "records": [],
        "discrepancies": [],
    }
    assert [f for f in card["facts"] if f["label"] == "was adopted by"] == [
        {
            "property": f"{base}ontology#adoptedBy",
            "label": "was adopted by",
            "direction": "out",
            "value": f"{base}id/body/quay-circle",
            "value_label": "Quay Circle",
            "datatype": None,
            "inferred": False,
            "passages": [circle],
        }
    ]
