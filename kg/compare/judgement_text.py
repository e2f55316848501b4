"""Judgements as lines for reading."""

from collections.abc import Iterable

from kg.ask.results import visible
from kg.compare.judgement_file import Judgement


def as_text(judgements: Iterable[Judgement]) -> str:
    """Return judgements, one to a line and its reason below it."""
    return "\n".join(_lines(one) for one in judgements) or "Nothing has been judged yet."


def _lines(one: Judgement) -> str:
    ended = f" (withdrawn {one.withdrawn[:10]} by {one.withdrawn_by})" if one.withdrawn else ""
    head = (
        f"{one.id[:8]}  {one.at[:10]}  {one.verdict:<13} {one.one_label} / {one.other_label}{ended}"
    )
    return f"{visible(head)}\n          {visible(f'{one.by}: {one.why}')}"
