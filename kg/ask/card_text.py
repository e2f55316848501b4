"""A card for reading: as text for a terminal, as Markdown, or as JSON."""

import textwrap
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple

from kg.ask import conflicts
from kg.ask.card import Card, Fact, Record
from kg.ask.conflicts import Discrepancy
from kg.ask.passages import Passage
from kg.ask.record_text import figure_in_words, money_in_words, part_in_words, step_in_words
from kg.ask.results import visible
from kg.store.interface import Literal
from kg.vocabulary import DCTERMS, INFERENCE, USK, compact

# The sections of a card in reading order, each with the properties it takes and their order.
_SECTIONS = {
    "When": "startDate endDate date deadline dateStatus",
    "Who": (
        "coordinatedBy ledBy hasPartner hasMember hasObserver hasSecretariat coChairedBy "
        "organisedBy hostedBy carriedOutBy foundedBy initiatedBy hasSpeaker hasParticipant "
        "issuedBy draftedBy adoptedBy signedBy presentedBy officeOf holderName namedResponsible"
    ),
    "Terms": "stipulation",
    "Money": "fundedUnder fundedBy partOfInstrument managedBy jointlyManagedBy",
    "Where": "takesPlaceIn basedIn authorityOf governs locatedIn involvesPlace",
    "Themes": "addressesTheme prefersTheme",
}
_HIDDEN = frozenset({USK + "earliestDate", USK + "latestDate", USK + "describes"})
_PLAIN = USK + "inPlainWords"
_LANGUAGES = {"de": "Deutsch", "en": "English", "es": "español", "fr": "français", "it": "italiano"}
_REPLACED = DCTERMS + "isReplacedBy"
_LABEL_WIDTH = 21
_SHORTEST_RANGE = 3


class Entry(NamedTuple):
    """A line of a card: what kind of fact, the fact, and the marks of its passages."""

    label: str
    text: str
    marks: str


class _Notes:
    """Numbered notes: each passage gets its number where it is first cited."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []

    def mark(self, passages: Iterable[Passage]) -> str:
        """Return the notes of some passages: "[1][4-9]"; three in a row are written as a range."""
        numbers = set()
        for passage in passages:
            if passage not in self.passages:
                self.passages.append(passage)
            numbers.add(self.passages.index(passage) + 1)
        return "".join(_ranges(sorted(numbers))) or "(derived)"


def _ranges(numbers: list[int]) -> list[str]:
    ranges = []
    for _, run in groupby(enumerate(numbers), key=lambda place: place[1] - place[0]):
        row = [number for _, number in run]
        if len(row) < _SHORTEST_RANGE:
            ranges += [f"[{number}]" for number in row]
        else:
            ranges.append(f"[{row[0]}-{row[-1]}]")
    return ranges


def as_text(card: Card, width: int = 100) -> str:
    """Return the card as plain text of at most `width` columns, with numbered sources."""
    notes = _Notes()
    types = ", ".join(label for _, label in card.types)
    lines = [card.label, f"{types} · {compact(card.iri)}"]
    if card.description:
        lines += ["", *textwrap.wrap(visible(card.description), width)]
    for title, entries in _sections(card, notes):
        lines += ["", title]
        for label, same in groupby(entries, key=lambda entry: entry.label):
            for number, entry in enumerate(same):
                lines += _folded(label if number == 0 else "", entry, width)
    lines += ["", "Sources"]
    for number, passage in enumerate(notes.passages, 1):
        source = f"  [{number}] {visible(str(passage))}"
        lines += textwrap.wrap(source, width, subsequent_indent="      ")
    return "\n".join(lines)


def as_markdown(card: Card) -> str:
    """Return the card in Markdown, with numbered sources at its end."""
    notes = _Notes()
    types = ", ".join(label for _, label in card.types)
    lines = [f"# {_escaped(card.label)}", "", f"{types} · `{compact(card.iri)}`"]
    if card.description:
        lines += ["", _escaped(card.description)]
    for title, entries in _sections(card, notes):
        said = (
            f"- {_escaped(': '.join(filter(None, e[:2])))} {_escaped(e.marks)}" for e in entries
        )
        lines += ["", f"## {title}", "", *said]
    lines += ["", "## Sources", ""]
    lines += [f"{n}. {_escaped(str(passage))}" for n, passage in enumerate(notes.passages, 1)]
    return "\n".join(lines)


def as_json(card: Card) -> dict[str, Any]:
    """Return the card as JSON values, in the shape that docs/json.md describes."""
    records = (*card.money, *card.figures, *card.parts, *card.phases, *card.milestones)
    return {
        "iri": card.iri,
        "label": card.label,
        "types": [{"iri": iri, "label": label} for iri, label in card.types],
        "retired": [
            f.value.value for f in card.facts if f.predicate == _REPLACED and f.direction == "in"
        ],
        "description": card.description,
        "names": [
            {"text": name.text, "kind": name.kind, "passages": _citations(name.passages)}
            for name in card.names
        ],
        "facts": [_fact_json(fact) for fact in card.facts],
        "records": [
            {"iri": r.iri, "kind": r.kind, "facts": [_fact_json(fact) for fact in r.facts]}
            for r in records
        ],
        "discrepancies": [conflicts.as_json(discrepancy) for discrepancy in card.discrepancies],
    }


def _sections(card: Card, notes: _Notes) -> list[tuple[str, list[Entry]]]:
    # What only a participation gives is told with the participation.
    shown = [
        fact
        for fact in card.facts
        if fact.telling and fact.predicate not in _HIDDEN
        if fact.passages or fact.rules != (f"{INFERENCE}/role",) or fact.direction == "in"
    ]
    out = [fact for fact in shown if fact.direction == "out"]
    sections = [("Names", _names(card, notes))]
    placed = {_PLAIN}
    for title, properties in _SECTIONS.items():
        of_section = [USK + name for name in properties.split()]
        placed |= set(of_section)
        entries = [_out(f, notes) for prop in of_section for f in out if f.predicate == prop]
        if title == "When":
            steps = (*card.phases, *card.milestones)
            entries += [_of_record(step_in_words, one, card.iri, notes) for one in steps]
        if title == "Who":
            entries += [_of_record(part_in_words, one, card.iri, notes) for one in card.parts]
        if title == "Money":
            entries += [_of_record(money_in_words, one, card.iri, notes) for one in card.money]
        sections.append((title, entries))
    said = [Entry(about, f"{what}: {value}", "") for about, what, value in card.says]
    incoming = [_incoming(f, card.label, notes) for f in shown if f.direction == "in"]
    figures = [_of_record(figure_in_words, one, card.iri, notes) for one in card.figures]
    sections += [
        ("Figures", figures),
        ("In plain words", sorted(_plainly(f, notes) for f in out if f.predicate == _PLAIN)),
        ("More", [_out(fact, notes) for fact in out if fact.predicate not in placed]),
        ("What it says", said),
        ("Named by others", sorted(incoming)),
        ("Where sources disagree", [e for d in card.discrepancies for e in _discrepancy(d, notes)]),
    ]
    return [(title, entries) for title, entries in sections if entries]


def _names(card: Card, notes: _Notes) -> list[Entry]:
    aliases = sorted((n for n in card.names if n.kind == "alias"), key=lambda n: n.text.casefold())
    return [Entry("also called", name.text, notes.mark(name.passages)) for name in aliases]


def _out(fact: Fact, notes: _Notes) -> Entry:
    return Entry(fact.label, f"{fact.value_label}{_because(fact)}", notes.mark(fact.passages))


def _plainly(fact: Fact, notes: _Notes) -> Entry:
    language = fact.value.language if isinstance(fact.value, Literal) else ""
    label = _LANGUAGES.get(language, language)
    return Entry(label, fact.value_label, notes.mark(fact.passages))


def _incoming(fact: Fact, label: str, notes: _Notes) -> Entry:
    said = f"{fact.value_label} {fact.label} {label}{_because(fact)}"
    return Entry("", said, notes.mark(fact.passages))


def _because(fact: Fact) -> str:
    return f": {fact.reason}" if fact.reason else ""


def _of_record(
    words: Callable[[Record, str], tuple[str, str]], record: Record, thing: str, notes: _Notes
) -> Entry:
    return Entry(*words(record, thing), notes.mark(record.passages))


def _discrepancy(discrepancy: Discrepancy, notes: _Notes) -> list[Entry]:
    entries = [Entry(discrepancy.matter, discrepancy.reason, "")]
    for reading in discrepancy.readings:
        label = "followed reading" if reading.preferred else "reading"
        marks = notes.mark([reading.passage]) if reading.passage else ""
        entries.append(Entry(label, reading.text, marks))
    return entries


def _folded(label: str, entry: Entry, width: int) -> list[str]:
    text = visible(f"{entry.text} {entry.marks}".rstrip())
    first = f"  {visible(label):<{_LABEL_WIDTH}} " if entry.label else "  "
    indent = " " * (_LABEL_WIDTH + 3) if entry.label else "    "
    if len(first) > _LABEL_WIDTH + 3:
        return [first, *textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)]
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=indent)


def _escaped(text: str) -> str:
    plain = visible(text).replace("\\", "\\\\").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "*_`[]|" else c for c in plain)


def _citations(passages: Iterable[Passage]) -> list[dict[str, str]]:
    return [{"iri": p.iri, "label": p.label, "source": p.source} for p in passages]


def _fact_json(fact: Fact) -> dict[str, Any]:
    return {
        "property": fact.predicate,
        "label": fact.label,
        "direction": fact.direction,
        "value": fact.value.value,
        "value_label": fact.value_label,
        "datatype": fact.value.datatype if isinstance(fact.value, Literal) else None,
        "inferred": fact.inferred,
        "reason": fact.reason,
        "passages": _citations(fact.passages),
    }
