"""Where the bands begin: a rule over the scores of what does not overlap, the same for every source."""

import math
from collections.abc import Iterable

# Of a hundred that do not overlap, so many may reach each band.
PROBABLE_SHARE, READING_SHARE = 0.03, 0.20
# Strong begins above all of them by this much.
MARGIN = 0.04
LEAST = 0.0001


def fit_bands(unrelated: Iterable[float]) -> tuple[float, float, float]:
    """Return where strong, probable and worth reading begin by the scores of unrelated pairs.

    Raise ValueError when there are none: nothing can be said then.
    """
    scores = sorted(unrelated, reverse=True)
    if not scores:
        raise ValueError("no unrelated pairs")
    probable = _reached_by(scores, PROBABLE_SHARE)
    return (
        max(_up(scores[0] + MARGIN), probable),
        probable,
        min(_reached_by(scores, READING_SHARE), probable),
    )


def _reached_by(scores: list[float], share: float) -> float:
    """Return the least hundredth that no more than this share of falling scores reaches."""
    allowed = int(share * len(scores))
    return _up(scores[allowed] + LEAST) if allowed < len(scores) else 0.0


def _up(score: float) -> float:
    return math.ceil(round(score * 100, 4)) / 100
