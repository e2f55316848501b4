"""The answer of a check as text for a terminal and as Markdown for the file."""

import textwrap
from collections.abc import Iterable

from kg.ask.results import visible
from kg.compare.answer import (
    TITLES,
    bands,
    facts,
    how,
    judged_line,
    rows,
    said,
    searched,
    signals,
    verdict,
)
from kg.compare.axes import AXES, NOT_COMPARED, Comparison, Evidence
from kg.compare.check import Check
from kg.vocabulary import compact

_MOST_UNCOVERED = 12


def as_text(check: Check, width: int) -> str:
    """Return the answer for reading in a terminal."""
    lines = [verdict(check), ""]
    for number, one in enumerate(check.matches, 1):
        lines += [*_match_lines(check, number, one, width), ""]
    if check.recognised:
        lines += _wrapped(f"Recognised: {'; '.join(map(said, check.recognised))}.", width)
    if check.uncovered:
        lines += ["", "Not covered by what was found:"]
        for part in check.uncovered[:_MOST_UNCOVERED]:
            lines += _wrapped(f"- {part}", width, "  ", "    ")
        if len(check.uncovered) > _MOST_UNCOVERED:
            lines.append(f"  and {len(check.uncovered) - _MOST_UNCOVERED} more sentences")
    lines += ["", *_wrapped(f"Searched: {searched(check, sources=False)}", width)]
    lines += _wrapped(f"Known to be missing: {' '.join(check.searched.missing)}", width)
    lines += _wrapped(how(check), width)
    for remark in check.remarks:
        lines += _wrapped(remark, width)
    return _visible_lines(lines)


def as_markdown(check: Check, made: str) -> str:
    """Return the answer as a document for the file; `made` says with what and when."""
    asked = check.proposal
    lines = [f"# Does this exist already? {asked.title}".rstrip(), "", f"**{verdict(check)}**", ""]
    lines += ["## The proposal", "", *(f"> {part}" for part in _paragraphs(asked.text)), ""]
    lines += [f"- {line}" for line in facts(check)]
    lines += ["", "## The nearest initiatives", ""]
    for number, one in enumerate(check.matches, 1):
        record = one.record
        lines += [f"### {number}. {record.label}: {one.near.band}", ""]
        lines += [f"{record.kind}, `{compact(record.iri)}` ({signals(one.near)})", ""]
        lines += [record.text, ""] if record.text else []
        lines += [
            "| axis | verdict | yours | theirs | passage |",
            "| --- | --- | --- | --- | --- |",
        ]
        for row in rows(one):
            lines.append("| " + " | ".join(_cell(value) for value in row) + " |")
        judged = check.judgements.get(record.iri, ())
        lines += ["", *(f"- {judged_line(one_of)}" for one_of in judged), ""]
    lines += ["## What nothing covers", ""]
    lines += [f"- {part}" for part in check.uncovered] or ["Every sentence is near something."]
    lines += ["", "## What was searched", "", searched(check, sources=True), ""]
    lines += ["Known to be missing:", ""]
    lines += [f"- {line}" for line in check.searched.missing]
    lines += ["", "## How", "", how(check), "", bands(check), "", *check.remarks, made]
    return _visible_lines(lines)


def _visible_lines(lines: Iterable[str]) -> str:
    """Join lines, with nothing in them that could steer a terminal."""
    return "\n".join(visible(line) if line else "" for line in lines)


def _match_lines(check: Check, number: int, one: Comparison, width: int) -> list[str]:
    record = one.record
    told = [_axis_line(one, axis) for axis in AXES if one.verdicts[axis] != NOT_COMPARED]
    silent = [TITLES[axis].lower() for axis in AXES if one.verdicts[axis] == NOT_COMPARED]
    if silent:
        told.append(f"Not compared: {', '.join(silent)}.")
    told += [judged_line(judged) for judged in check.judgements.get(record.iri, ())]
    lines = [
        f"{number}. {record.label} ({record.kind}): {one.near.band}",
        f"   {compact(record.iri)}   {signals(one.near)}",
    ]
    for line in told:
        lines += _wrapped(line, width, "   ", "     ")
    return lines


def _axis_line(one: Comparison, axis: str) -> str:
    pieces = [piece for piece in one.evidence if piece.axis == axis]
    told = "; ".join(_piece(piece) for piece in pieces)
    return f"{TITLES[axis]}: {one.verdicts[axis]}" + (f" ({told})" if told else "")


def _piece(piece: Evidence) -> str:
    if piece.axis == "period":
        return piece.text
    if piece.axis == "purpose" and piece.yours:
        return f"yours “{piece.yours}” / theirs “{piece.theirs}” [{piece.passage}]"
    if piece.yours and piece.theirs:
        return f"{piece.yours} [{piece.passage}]" if piece.passage else piece.yours
    return f"{piece.text}: {piece.yours or piece.theirs}"


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _cell(value: str) -> str:
    return visible(value).replace("|", "\\|")


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    # A name in a command that is told must be whole on its line.
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
