"""Judgements as lines for reading."""

from collections.abc import Iterable

from kg.ask.results import visible
from kg.compare.judgement_file import Judgement

_SAID = {
    "same": "the same as",
    "different": "different from",
    "overlapping": "overlaps with",
    "complementary": "complements",
    "successor": "follows",
    "unsure": "unsure about",
}


def as_text(judgements: Iterable[Judgement]) -> str:
    """Return judgements, one to a line and its reason below it."""
    return "\n".join(_lines(one) for one in judgements) or "Nothing has been judged yet."


def on_a_card(judgements: Iterable[Judgement], thing: str, *, markdown: bool = False) -> str:
    """Return what people judged on a thing, as the last part of its card; nothing when nothing."""
    lines = [_of(one, thing) for one in judgements]
    if not lines:
        return ""
    if markdown:
        return "\n\n## Judged\n\n" + "\n".join(f"- {line}" for line in lines)
    return "\n\nJudged\n" + "\n".join(f"  {line}" for line in lines)


def _of(one: Judgement, thing: str) -> str:
    """Return a judgement as it reads from one of its two things."""
    first = one.one == thing
    said = "is followed by" if one.verdict == "successor" and not first else _SAID[one.verdict]
    other = one.other_label if first else one.one_label
    return visible(f"{said} {other}, by {one.by} on {one.at[:10]}: {one.why}")


def _lines(one: Judgement) -> str:
    ended = f" (withdrawn {one.withdrawn[:10]} by {one.withdrawn_by})" if one.withdrawn else ""
    head = (
        f"{one.id[:8]}  {one.at[:10]}  {one.verdict:<13} {one.one_label} / {one.other_label}{ended}"
    )
    return f"{visible(head)}\n          {visible(f'{one.by}: {one.why}')}"
