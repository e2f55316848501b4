"""Pairs that may be one thing, as text and JSON."""

import textwrap
from collections.abc import Iterable
from typing import Any

from kg.ask.results import visible
from kg.compare.identity import SUGGESTIONS, Pair
from kg.vocabulary import compact


def in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """Return pairs by suggestion, those not decided first, the nearest first."""
    return sorted(
        pairs,
        key=lambda pair: (
            SUGGESTIONS.index(pair.suggestion),
            bool(pair.settled),
            -(pair.purpose_score or 0) - pair.name_score / 100,
            pair.one.iri,
            pair.other.iri,
        ),
    )


def as_json(pair: Pair) -> dict[str, Any]:
    """Return a pair as JSON values, in the shape that docs/json.md describes."""
    return {
        "a": pair.one.iri,
        "b": pair.other.iri,
        "a_label": pair.one.label,
        "b_label": pair.other.label,
        "suggestion": pair.suggestion,
        "name_score": pair.name_score,
        "purpose_score": pair.purpose_score,
        "reasons": list(pair.reasons),
        "settled": pair.settled,
        "judgements": [vars(judged) for judged in pair.judgements],
    }


def as_text(pairs: Iterable[Pair], width: int) -> str:
    """Return pairs for reading, under a heading for each suggestion."""
    lines: list[str] = []
    heading = ""
    for pair in pairs:
        if pair.suggestion != heading:
            heading = pair.suggestion
            lines += ["", heading.upper()]
        lines.append(visible(f"{pair.one.label} / {pair.other.label}"))
        purpose = "no texts" if pair.purpose_score is None else f"texts {pair.purpose_score:.2f}"
        scores = f"names {pair.name_score:.0f}, {purpose}"
        lines.append(f"  {compact(pair.one.iri)} / {compact(pair.other.iri)} ({scores})")
        told = visible("; ".join(pair.reasons))
        lines += textwrap.wrap(told, width, initial_indent="  ", subsequent_indent="  ")
    return "\n".join(lines).lstrip("\n")
