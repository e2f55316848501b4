"""A card for reading: as text for a terminal, as Markdown, or as JSON."""

import textwrap
from collections.abc import Iterable
from typing import Any

from kg.ask.card import Card, Discrepancy, Fact, Record
from kg.ask.passages import Passage
from kg.ask.results import visible
from kg.store.interface import Iri, Literal
from kg.vocabulary import USK, compact

_AGENTS = (
    "coordinatedBy ledBy hasPartner hasMember hasObserver hasSecretariat coChairedBy organisedBy hostedBy carriedOutBy foundedBy "
    "initiatedBy hasSpeaker hasParticipant namedResponsible issuedBy draftedBy adoptedBy signedBy presentedBy officeOf holderName"
).split()
_SECTIONS = (
    ("When", "startDate endDate date deadline dateStatus".split()),
    ("Who", _AGENTS),
    ("Money", "fundedUnder fundedBy partOfInstrument managedBy jointlyManagedBy".split()),
    ("Where", "takesPlaceIn basedIn governs locatedIn involvesPlace".split()),
    ("Themes", "addressesTheme prefersTheme".split()),
)
_HIDDEN = frozenset({USK + "earliestDate", USK + "latestDate", USK + "describes"})


class _Notes:
    """Numbered notes: each passage gets its number where it is first cited."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []

    def mark(self, passages: Iterable[Passage]) -> str:
        marks = ""
        for passage in passages:
            if passage not in self.passages:
                self.passages.append(passage)
            marks += f"[{self.passages.index(passage) + 1}]"
        return marks or "(derived)"


def as_text(card: Card, width: int = 100) -> str:
    """Return the card as plain text of at most `width` columns, each fact with the numbers of its passages."""
    notes = _Notes()
    lines = [card.label, compact(card.iri), ", ".join(label for _, label in card.types)]
    if card.description:
        lines += ["", card.description]
    for title, entries in _sections(card, notes):
        lines += ["", title, *(f"  {entry}" for entry in entries)]
    lines += ["", "Sources", *(f"  [{number}] {passage}" for number, passage in enumerate(notes.passages, 1))]
    return "\n".join(folded for line in lines for folded in _folded(visible(line), width))


def as_markdown(card: Card) -> str:
    """Return the card in Markdown, with footnote numbers for the passages."""
    notes = _Notes()
    types = ", ".join(label for _, label in card.types)
    lines = [f"# {_escaped(card.label)}", "", f"{types} · `{compact(card.iri)}`"]
    if card.description:
        lines += ["", _escaped(card.description)]
    for title, entries in _sections(card, notes):
        lines += ["", f"## {title}", "", *(f"- {_escaped(entry)}" for entry in entries)]
    lines += ["", "## Sources", "", *(f"{n}. {_escaped(str(passage))}" for n, passage in enumerate(notes.passages, 1))]
    return "\n".join(lines)


def as_json(card: Card) -> dict[str, Any]:
    """Return the card as JSON values, in the shape that docs/json.md describes."""
    return {
        "iri": card.iri,
        "label": card.label,
        "types": [{"iri": iri, "label": label} for iri, label in card.types],
        "description": card.description,
        "names": [{"text": n.text, "kind": n.kind, "passages": _citations(n.passages)} for n in card.names],
        "facts": [_fact_json(fact) for fact in card.facts],
        "records": [
            {"iri": record.iri, "kind": record.kind, "facts": [_fact_json(fact) for fact in record.facts]}
            for record in (*card.money, *card.figures, *card.parts)
        ],
        "discrepancies": [_discrepancy_json(discrepancy) for discrepancy in card.discrepancies],
    }


def _sections(card: Card, notes: _Notes) -> list[tuple[str, list[str]]]:
    shown = [fact for fact in card.facts if fact.telling and fact.property not in _HIDDEN]
    out = [fact for fact in shown if fact.direction == "out"]
    sections = [("Names", _names(card, notes))]
    placed: set[str] = set()
    for title, properties in _SECTIONS:
        of_section = [USK + name for name in properties]
        placed |= set(of_section)
        entries = [_out(fact, notes) for prop in of_section for fact in out if fact.property == prop]
        if title == "Who":
            entries += [_part(record, card.iri, notes) for record in card.parts]
        if title == "Money":
            entries += [_money(record, card.iri, notes) for record in card.money]
        sections.append((title, entries))
    sections.append(("Figures", [_figure(record, notes) for record in card.figures]))
    sections.append(("More", [_out(fact, notes) for fact in out if fact.property not in placed]))
    sections.append(("Named by", [_incoming(fact, card.label, notes) for fact in shown if fact.direction == "in"]))
    sections.append(("Where sources disagree", [line for d in card.discrepancies for line in _discrepancy(d)]))
    return [(title, entries) for title, entries in sections if entries]


def _names(card: Card, notes: _Notes) -> list[str]:
    return [
        f"{name.text} {notes.mark(name.passages)}"
        for name in sorted(card.names, key=lambda name: name.text.casefold())
        if name.kind == "alias"
    ]


def _out(fact: Fact, notes: _Notes) -> str:
    return f"{fact.label}: {fact.value_label} {notes.mark(fact.passages)}"


def _incoming(fact: Fact, label: str, notes: _Notes) -> str:
    return f"{fact.value_label} {fact.label} {label} {notes.mark(fact.passages)}"


def _marks(record: Record, notes: _Notes) -> str:
    return notes.mark(sorted({passage for fact in record.facts for passage in fact.passages}))


def _money(record: Record, thing: str, notes: _Notes) -> str:
    amount, currency = record.value("amount"), record.value("currency") or "(no currency printed)"
    whole = f"{int(amount):,}" if amount.isdigit() else amount
    words = [record.value("qualifier") if record.value("qualifier") != "exact" else "", currency, whole]
    for name, word in (("allocatedFrom", "from"), ("allocatedFor", "for"), ("allocatedTo", "to")):
        others = [f.value_label for f in record.facts if f.property == USK + name and f.value != Iri(thing)]
        words += [f"{word} {', '.join(others)}"] if others else []
    words += [_period(record), f"“{record.value('asWritten')}”" if record.value("asWritten") else ""]
    return f"{' '.join(word for word in words if word)} {_marks(record, notes)}"


def _figure(record: Record, notes: _Notes) -> str:
    value = record.value("value") or " to ".join(filter(None, (record.value("minimum"), record.value("maximum"))))
    qualifier = record.value("qualifier") if record.value("qualifier") != "exact" else ""
    written = f"“{record.value('asWritten')}”" if record.value("asWritten") else ""
    as_of = f"as of {record.value('asOf')}" if record.value("asOf") else ""
    said = " ".join(word for word in (qualifier, value, as_of, written) if word)
    return f"{record.value('figureKind') or 'figure'} ({record.value('about')}): {said} {_marks(record, notes)}"


def _part(record: Record, thing: str, notes: _Notes) -> str:
    who = [f.value_label for f in record.facts if f.property in (USK + "participant", USK + "participationIn") and f.value != Iri(thing)]
    capacity = f", {record.value('capacity')}" if record.value("capacity") else ""
    provisional = ", provisional" if record.value("provisional") == "true" else ""
    return f"{record.value('hasRole')}: {', '.join(who)}{capacity}{provisional} {_marks(record, notes)}"


def _period(record: Record) -> str:
    start, end = record.value("startDate"), record.value("endDate")
    return f"({start or '…'} to {end or '…'})" if start or end else ""


def _discrepancy(discrepancy: Discrepancy) -> list[str]:
    readings = [
        f"  {'→ ' if reading.preferred else ''}{reading.text} ({reading.passage or 'no passage'})" for reading in discrepancy.readings
    ]
    return [f"{discrepancy.matter}: {discrepancy.reason}", *readings]


def _folded(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, width, subsequent_indent=indent + "  " if indent else "", break_long_words=False) or [""]


def _escaped(text: str) -> str:
    plain = visible(text).replace("\\", "\\\\").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "*_`[]|" else c for c in plain)


def _citations(passages: Iterable[Passage]) -> list[dict[str, str]]:
    return [{"iri": p.iri, "label": p.label, "source": p.source} for p in passages]


def _fact_json(fact: Fact) -> dict[str, Any]:
    return {
        "property": fact.property,
        "label": fact.label,
        "direction": fact.direction,
        "value": fact.value.value,
        "value_label": fact.value_label,
        "datatype": fact.value.datatype if isinstance(fact.value, Literal) else None,
        "inferred": fact.inferred,
        "passages": _citations(fact.passages),
    }


def _discrepancy_json(discrepancy: Discrepancy) -> dict[str, Any]:
    return {
        "iri": discrepancy.iri,
        "matter": discrepancy.matter,
        "reason": discrepancy.reason,
        "readings": [
            {"text": r.text, "preferred": r.preferred, "passages": _citations([r.passage] if r.passage else [])}
            for r in discrepancy.readings
        ],
    }
