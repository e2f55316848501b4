"""Many cards in, one small table out, in which each text and passage stands once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from kg.ask.card import Card, Fact, Record, read_cards
from kg.ask.catalogue import command_query
from kg.ask.names import Names
from kg.ask.passages import Passage
from kg.draw.queries import view_query
from kg.store.interface import Answer, Iri, Literal, Row, Store
from kg.vocabulary import BASE, DCTERMS, FOAF, INFERENCE, SOURCE, USK

_SECTIONS = {
    **dict.fromkeys(("startDate", "endDate", "date", "deadline", "dateStatus"), "When"),
    **dict.fromkeys(("takesPlaceIn", "basedIn", "governs", "locatedIn", "involvesPlace"), "Where"),
    **dict.fromkeys(("addressesTheme", "prefersTheme"), "Themes"),
}
_NOT_FOR_READERS = frozenset({USK + "earliestDate", USK + "latestDate", USK + "describes"})
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
    once = _AskedOnce(store)
    numbers = {thing: number for number, thing in enumerate(things)}
    narrower: dict[str, set[str]] = {}
    for general, narrow in store.select(view_query("classes")):
        if general is not None and narrow is not None:
            narrower.setdefault(general.value, set()).add(narrow.value)
    facts = Facts()
    for card in read_cards(once, names, [Iri(thing) for thing in numbers]):
        facts.cards.append(_card(facts, card, numbers, narrower))
    return facts


@dataclass
class _AskedOnce:
    """A store that answers a question without open places only once: all cards share them.

    And that does not ask for the records or discrepancies of a thing that has none.
    """

    store: Store
    answers: dict[str, list[Row]] = field(default_factory=dict)

    @cached_property
    def answerable(self) -> Mapping[str, frozenset[str]]:
        """Return for some questions the only things that they have an answer for."""
        recorded = self.store.select(view_query("recorded"))
        disputed = self.store.select(command_query("discrepancies"))
        about = frozenset(subject.value for _, subject, *_ in disputed if subject is not None)
        return {
            command_query("records-of"): frozenset(one.value for (one,) in recorded if one),
            command_query("discrepancies"): about,
            command_query("readings"): about,
        }

    def ask(self, query: str) -> Answer:
        """Answer any query."""
        return self.store.ask(query)

    def select(
        self, query: str, bindings: Mapping[str, Iri | Literal | None] | None = None
    ) -> list[Row]:
        """Answer a SELECT; one without bindings from memory if it was asked before."""
        if bindings:
            known = self.answerable.get(query)
            things = {value.value for value in bindings.values() if value is not None}
            if known is not None and known.isdisjoint(things):
                return []
            return self.store.select(query, bindings)
        if query not in self.answers:
            self.answers[query] = self.store.select(query)
        return self.answers[query]


def _card(
    facts: Facts, card: Card, numbers: Mapping[str, int], narrower: Mapping[str, set[str]]
) -> dict[str, Any]:
    stated = {iri for iri, _ in card.types}
    general = {iri for iri in stated if narrower.get(iri, set()) & stated}
    shown = [fact for fact in card.facts if fact.telling and fact.predicate not in _NOT_FOR_READERS]
    packed = {
        "types": [facts.text(label) for iri, label in card.types if iri not in general],
        "description": facts.text(card.description),
        "names": [
            [facts.text(n.text), _NAME_KINDS.index(n.kind), facts.cite(n.passages)]
            for n in card.names
            if n.kind != "label"
        ],
        "facts": [_fact(facts, _as_stated(fact, card), numbers) for fact in shown],
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
    return replace(fact, passages=tuple(sorted(cited)))


def _fact(facts: Facts, fact: Fact, numbers: Mapping[str, int]) -> list[Any]:
    """Return the kind, the value and the passages; a fact without passages is derived.

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
    return [
        facts.kind(section, fact.label, fact.direction),
        -1 - thing if thing >= 0 else facts.text(_words(fact)),
        facts.cite(fact.passages),
    ]


def _words(fact: Fact) -> str:
    """Return the value for reading; the address of a page as it is."""
    outside = isinstance(fact.value, Iri) and (
        fact.predicate == FOAF + "page" or not fact.value.value.startswith(BASE)
    )
    return fact.value.value if outside else fact.value_label


def _record(facts: Facts, record: Record, card: str, numbers: Mapping[str, int]) -> list[Any]:
    """Return the kind, the properties with their values as in facts, and the passages."""
    about = [
        fact
        for fact in record.facts
        if fact.predicate.startswith(USK) and not fact.inferred and fact.value != Iri(card)
    ]
    values = [
        [
            facts.kind(f.predicate.removeprefix(USK), f.label, "out"),
            -1 - numbers[f.value.value]
            if isinstance(f.value, Iri) and f.value.value in numbers
            else facts.text(f.value_label),
        ]
        for f in about
    ]
    return [
        record.kind,
        values,
        facts.cite(sorted({passage for fact in record.facts for passage in fact.passages})),
    ]


def _discrepancies(facts: Facts, card: Card) -> list[Any]:
    """Return the matter, the reason and the readings of each: text, whether followed, passages."""
    packed = []
    for discrepancy in card.discrepancies:
        readings = [
            [
                facts.text(reading.text),
                int(reading.preferred),
                facts.cite([reading.passage] if reading.passage else []),
            ]
            for reading in discrepancy.readings
        ]
        packed.append([facts.text(discrepancy.matter), facts.text(discrepancy.reason), readings])
    return packed
