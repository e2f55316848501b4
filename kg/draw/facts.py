"""Many cards in, one small table out, in which each text and passage stands once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kg.ask.card import Card, Fact, Record, read_cards
from kg.ask.names import Names
from kg.ask.passages import Passage
from kg.ask.record_text import step_in_words
from kg.draw.families import words_back
from kg.draw.queries import view_query
from kg.store.interface import Iri, Store
from kg.vocabulary import BASE, DCTERMS, FOAF, INFERENCE, SOURCE, USK

_SECTIONS = {
    **dict.fromkeys(("startDate", "endDate", "date", "deadline", "dateStatus"), "When"),
    **dict.fromkeys(
        ("takesPlaceIn", "basedIn", "authorityOf", "governs", "locatedIn", "involvesPlace"), "Where"
    ),
    **dict.fromkeys(("addressesTheme", "prefersTheme"), "Themes"),
}
# What is told in plain words would make a third of a page; `kg show` has it.
_NOT_FOR_READERS = frozenset(
    {USK + "earliestDate", USK + "latestDate", USK + "describes", USK + "inPlainWords"}
)
_NAME_KINDS = ("label", "alias", "found by, never shown")
_OWN_NAMES = frozenset({DCTERMS + "title"})


@dataclass
class Facts:
    """What the cards of a picture say, in lists that refer to each other by number."""

    texts: list[str] = field(default_factory=list)
    passages: list[tuple[str, str, str]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    kinds: list[tuple[int, int, int]] = field(default_factory=list)
    _kind_numbers: dict[tuple[int, int, int], int] = field(default_factory=dict)
    _text_numbers: dict[str, int] = field(default_factory=dict)
    _passage_numbers: dict[str, int] = field(default_factory=dict)

    def text(self, text: str) -> int:
        """Return the number of a text."""
        if text not in self._text_numbers:
            self._text_numbers[text] = len(self.texts)
            self.texts.append(text)
        return self._text_numbers[text]

    def kind(self, section: str, words: str, direction: str) -> int:
        """Return the number of a kind of fact: its section, its words and its direction."""
        kind = self.text(section), self.text(words), int(direction == "in")
        if kind not in self._kind_numbers:
            self._kind_numbers[kind] = len(self.kinds)
            self.kinds.append(kind)
        return self._kind_numbers[kind]

    def cite(self, passages: Iterable[Passage]) -> list[int]:
        """Return the numbers of passages."""
        return [self._passage(passage) for passage in passages]

    def passage_number(self, iri: str) -> int | None:
        """Return the number of a passage that a card cites, or None."""
        return self._passage_numbers.get(iri)

    def _passage(self, passage: Passage) -> int:
        if passage.iri not in self._passage_numbers:
            self._passage_numbers[passage.iri] = len(self.passages)
            self.passages.append((passage.source, passage.label, passage.iri.removeprefix(SOURCE)))
        return self._passage_numbers[passage.iri]


def read_facts(store: Store, names: Names, things: Iterable[str]) -> Facts:
    """Read the cards of things, in their order."""
    numbers = {thing: number for number, thing in enumerate(things)}
    narrower: dict[str, set[str]] = {}
    for general, narrow in store.select(view_query("classes")):
        if general is not None and narrow is not None:
            narrower.setdefault(general.value, set()).add(narrow.value)
    facts = Facts()
    for card in read_cards(store, names, [Iri(thing) for thing in numbers]):
        facts.cards.append(_card(facts, card, numbers, narrower))
    return facts


def _card(
    facts: Facts, card: Card, numbers: Mapping[str, int], narrower: Mapping[str, set[str]]
) -> dict[str, Any]:
    stated = {iri for iri, _ in card.types}
    general = {iri for iri in stated if narrower.get(iri, set()) & stated}
    shown = [fact for fact in card.facts if fact.telling and fact.predicate not in _NOT_FOR_READERS]
    shown.sort(key=lambda fact: fact.predicate == USK + "endDate")  # what begins stands first
    packed = {
        "types": [facts.text(label) for iri, label in card.types if iri not in general],
        "description": facts.text(card.description),
        "names": [
            [facts.text(n.text), _NAME_KINDS.index(n.kind), *facts.cite(n.passages)]
            for n in card.names
            if n.kind != "label"
        ],
        "facts": _together(
            [
                *(_fact(facts, _as_stated(fact, card), numbers) for fact in shown),
                *(_step(facts, step, card.iri) for step in (*card.phases, *card.milestones)),
            ]
        ),
        "records": [
            _record(facts, record, card.iri, numbers)
            for record in (*card.money, *card.figures, *card.parts)
        ],
        "discrepancies": _discrepancies(facts, card),
    }
    return {key: value for key, value in packed.items() if value != []}


def _as_stated(fact: Fact, card: Card) -> Fact:
    """Return a fact that follows from a part taken with the passages that state that part."""
    if fact.passages or f"{INFERENCE}/role" not in fact.rules:
        return fact
    ends = {(USK + "participant", fact.value), (USK + "participationIn", fact.value)}
    cited = {
        passage
        for part in card.parts
        if any((said.predicate, said.value) in ends for said in part.facts)
        for said in part.facts
        for passage in said.passages
    }
    return fact._replace(passages=tuple(sorted(cited)))


def _fact(facts: Facts, fact: Fact, numbers: Mapping[str, int]) -> list[Any]:
    """Return the kind, the value and each passage; a fact without passages is derived.

    Words lead from the thing of the card to the value, whichever way the fact is stated.

    The value is the number of a text, or -1 for the thing with number 0, -2 for that with 1 …
    """
    thing = numbers.get(fact.value.value, -1) if isinstance(fact.value, Iri) else -1
    section = (
        "Names"
        if fact.predicate in _OWN_NAMES
        else ""
        if thing >= 0
        else _SECTIONS.get(fact.predicate.removeprefix(USK), "More")
    )
    inward = fact.direction == "in"
    words = words_back(fact.predicate, fact.label) if inward else fact.label
    return [
        facts.kind(section, words, fact.direction),
        -1 - thing if thing >= 0 else facts.text(_words(fact)),
        *facts.cite(fact.passages),
    ]


def _step(facts: Facts, step: Record, thing: str) -> list[Any]:
    """Return a phase or milestone of a work plan as a fact: when it is, in words."""
    kind, said = step_in_words(step, thing)
    return [facts.kind("When", kind, "out"), facts.text(said), *facts.cite(step.passages)]


def _together(packed: Iterable[list[Any]]) -> list[list[Any]]:
    """Return facts with those of a kind and the same passages, one after the other, as one.

    Its value is then the list of theirs.
    """
    said = []
    for (kind, *cited), same in groupby(packed, key=lambda fact: [fact[0], *fact[2:]]):
        values = [fact[1] for fact in same]
        said.append([kind, values if len(values) > 1 else values[0], *cited])
    return said


def _words(fact: Fact) -> str:
    """Return the value for reading; the address of a page as it is."""
    outside = isinstance(fact.value, Iri) and (
        fact.predicate == FOAF + "page" or not fact.value.value.startswith(BASE)
    )
    return fact.value.value if outside else fact.value_label


def _record(facts: Facts, record: Record, card: str, numbers: Mapping[str, int]) -> list[Any]:
    """Return the kind, the properties each before its value as in facts, and each passage."""
    about = [
        fact
        for fact in record.facts
        if fact.predicate.startswith(USK) and not fact.inferred and fact.value != Iri(card)
    ]
    values = [
        number
        for f in about
        for number in (
            facts.kind(f.predicate.removeprefix(USK), f.label, "out"),
            -1 - numbers[f.value.value]
            if isinstance(f.value, Iri) and f.value.value in numbers
            else facts.text(f.value_label),
        )
    ]
    return [
        facts.text(record.kind),
        values,
        *facts.cite(record.passages),
    ]


def _discrepancies(facts: Facts, card: Card) -> list[Any]:
    """Return the matter, the reason and the readings of each: text, whether followed, passage."""
    packed = []
    for discrepancy in card.discrepancies:
        readings = [
            [
                facts.text(reading.text),
                int(reading.preferred),
                *facts.cite([reading.passage] if reading.passage else []),
            ]
            for reading in discrepancy.readings
        ]
        packed.append([facts.text(discrepancy.matter), facts.text(discrepancy.reason), readings])
    return packed
