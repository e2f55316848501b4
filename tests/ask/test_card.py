"""Everything said of one thing, each fact with its passages."""

import re
from dataclasses import replace

import pytest

from kg.ask import card_text
from kg.ask.card import Fact, Record, read_cards
from kg.ask.passages import Passage
from kg.ask.record_text import ROLES, step_in_words
from kg.draw.families import words_back
from kg.store.interface import Iri, Literal
from kg.vocabulary import BASE, SKOS, USK


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
    assert "  has speaker           Mayor of Aldin, opening words [1]" in meeting.splitlines()


def test_a_card_has_the_phases_and_the_milestones_of_its_work_plan(real):
    partnership = card_text.as_text(real.show("body:partnership-security-in-public-spaces"), 120)
    said = re.sub(
        r" [\[\d\]-]+$", "", partnership[partnership.index("  phase ") :], flags=re.MULTILINE
    )
    assert said.startswith("""\
  phase                 Phase 0: Setting up of the Partnership (2019-01 to 2019-02)
                        Phase 1: Drafting of the Orientation Paper (2019-02 to 2019-04)
                        Phase 2: Drafting of the Action Plan (planned)
                        Phase 3: Consultation of the Action Plan (2019-12 to 2020-01, planned)
                        Phase 4: Implementation of the Action Plan (2020-02 to 2022, planned)
  milestone             start on 2019-01-01
                        Orientation Paper on 2019-05-01 (planned)
                        draft Action Plan on 2019-12-01 (planned)
                        final Action Plan on 2020-02-01 (planned)
                        end of the secretariat on 2021-07-01 (planned)
                        end of the Partnership on 2022-01-01 (planned)

Who
""")


def test_what_a_phase_only_concerns_names_the_work_plan_too(real):
    paper = card_text.as_markdown(real.show("document:orientation-paper"))
    plan = "in the work plan of Partnership on Security in Public Spaces"
    assert [line.partition(" \\")[0] for line in paper.splitlines() if plan in line] == [
        f"- phase: Phase 1: Drafting of the Orientation Paper (2019-02 to 2019-04), {plan}",
        f"- milestone: Orientation Paper on 2019-05-01 (planned), {plan}",
    ]


def test_phases_and_milestones_are_records_in_json(real):
    card = card_text.as_json(real.show("urbsecurity"))
    assert [
        (one["kind"], one["iri"].rpartition("/")[2], {f["label"] for f in one["facts"]})
        for one in card["records"]
        if one["kind"] in ("phases", "milestones")
    ] == [
        (
            "phases",
            "phase-urbsecurity-second",
            {
                "altLabel",
                "end date",
                "is a phase of",
                "label",
                "latest date",
                "start date",
                "type",
                "earliest date",
            },
        )
    ]


def test_a_step_without_a_label_is_called_what_its_passage_prints():
    where = Passage("Paper", "plan", "http://x.example/plan")

    def record(**values):
        facts = tuple(
            Fact(iri, "", "out", Literal(text), text, (where,), ())
            for iri, text in (
                (f"{SKOS}altLabel" if key == "altLabel" else f"{USK}{key}", text)
                for key, text in values.items()
            )
        )
        return Record("http://x.example/step", "milestones", facts)

    assert [
        step_in_words(record(**values), "http://x.example/thing")
        for values in (
            {"altLabel": "first light", "asWritten": "by spring", "date": "2020-03"},
            {"asWritten": "by spring", "dateStatus": "planned"},
        )
    ] == [("milestone", "first light on 2020-03"), ("milestone", "“by spring” (planned)")]


def test_what_a_source_only_plans_is_not_shown_as_if_it_were_so(real):
    summit = card_text.as_text(real.show("event:summit-of-mayors-2017"), 120)
    assert [line.strip() for line in summit.splitlines() if "47" in line] == [
        "number of countries   47 (planned) “mayors from the 47 member states” [1]"
    ]
    programme = "funding:community-engagement-empowerment-programme"
    assert "EUR 5,000,000 (planned) [" in card_text.as_text(real.show(programme), 120)
    group = card_text.as_markdown(real.show("body:working-group-technology"))
    assert [line.partition(" \\[")[0] for line in group.splitlines() if "is led by" in line] == [
        "- is led by: City of Nice, led by one Coordinator, planned",
        "- is led by: City of Nice, lead, provisional",
    ]


def test_a_part_reads_from_the_thing_and_from_who_takes_it(real):
    forum = "body:operators-forum"
    steered = "EU Policy Group on Soft Target Protection, will steer the work, planned"
    assert f"- is led by: {steered}" in card_text.as_markdown(real.show(forum))
    group = card_text.as_markdown(real.show("body:eu-policy-group-on-soft-target-protection"))
    assert "- leads: EU Operators' Forum, will steer the work, planned" in group


def test_the_words_of_roles_are_those_of_the_ontology_and_of_the_pictures(real):
    rows = real.store.select(
        """SELECT ?role ?property ?label WHERE {
            ?role w3org:roleProperty ?property . ?property rdfs:label ?label FILTER (LANG(?label) = "en")
        }"""
    )
    assert {
        role.value.rpartition("/")[2]: (label.value, words_back(prop.value, label.value))
        for role, prop, label in rows
    } == ROLES


def test_duties_and_their_deadlines_stand_on_the_card_with_the_passage(real):
    covenant = card_text.as_markdown(real.show("document:covenant-of-mayors-public-spaces"))
    assert "- stipulation: Report every two years how far the plan is carried out \\[" in covenant


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
    # One more, for only some of the many are held apart from others.
    assert len(many.asked) == len(one.asked) + 1


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
            "reason": "",
            "passages": [circle],
        }
    ]


def test_why_two_things_are_held_apart_stands_on_the_cards_of_both(mini):
    why = "One acronym, two projects: lamps, and youth workers."
    lights, youth = mini.show("project:beacon-lights"), mini.show("project:beacon-youth")
    assert f"""
More
  is not the same as    BEACON (youth work): {why} [2]
""" in card_text.as_text(lights, 120)
    assert (
        f"- BEACON (street lights) is not the same as BEACON (youth work): {why} \\[3\\]"
        in card_text.as_markdown(youth).splitlines()
    )
    apart = "http://www.w3.org/2002/07/owl#differentFrom"
    assert [
        (fact["property"], fact["direction"], fact["reason"])
        for card in (lights, youth)
        for fact in card_text.as_json(card)["facts"]
        if fact["reason"]
    ] == [(apart, "out", why), (apart, "in", why)]


def test_the_record_of_a_reason_can_be_shown_by_itself(mini):
    record = mini.show("record:distinction-beacon-lights-from-beacon-youth")
    assert (
        card_text.as_text(record)
        == """record:distinction-beacon-lights-from-beacon-youth
owl:Axiom · record:distinction-beacon-lights-from-beacon-youth

More
  reason                One acronym, two projects: lamps, and youth workers. [1]
  statement             owl:differentFrom [1]
  statement from        BEACON (street lights) [1]
  statement to          BEACON (youth work) [1]

Sources
  [1] Curators' decisions, Distinctions"""
    )


def test_plain_words_stand_under_their_languages(real):
    told = card_text.as_markdown(real.show("mayors for peace")).split("\n## ")
    (section,) = [one for one in told if one.startswith("In plain words")]
    lines = [line for line in section.splitlines() if line.startswith("- ")]
    assert [line.partition(":")[0] for line in lines] == [
        "- Deutsch",
        "- English",
        "- español",
        "- français",
        "- italiano",
    ]
    assert "Atomwaffen" in lines[0]


def test_the_cards_of_pages_do_without_plain_words(real):
    from kg.draw.facts import read_facts

    thing = f"{BASE}id/body/mayors-for-peace"
    facts = read_facts(real.store, real.names, [thing])
    assert not any("Atomwaffen" in text for text in facts.texts)
