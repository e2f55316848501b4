"""How nearness is weighed and from where on it counts: the committed weights and bands."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

STRONG = "strong"
PROBABLE = "probable"
WORTH_READING = "worth reading"
NOTHING = "nothing found"
BANDS = (STRONG, PROBABLE, WORTH_READING, NOTHING)


class Signals(NamedTuple):
    """Six measures of nearness, each from 0 to 1, or how much each of them weighs.

    `plain` compares with the plain words in the proposal's language. Without a model, `meaning`
    is 0.
    """

    words: float
    characters: float
    plain: float
    themes: float
    ideas: float
    meaning: float = 0.0


class Begins(NamedTuple):
    """The weighted sums from which on a band begins."""

    strong: float
    probable: float
    worth_reading: float


@dataclass(frozen=True)
class Method:
    """A weighted sum, and where its bands begin.

    Weights and bands are those that the tuning sets of tests/evaluation gave; the held-out set was
    not used for either.
    """

    name: str
    weights: Signals
    begins: Begins
    model_sha256: str = ""

    def score(self, signals: Signals) -> float:
        """Return the weighted sum, from 0 to about 1."""
        return round(sum(w * s for w, s in zip(self.weights, signals, strict=True)), 4)

    def band(self, score: float) -> str:
        """Return the band of a sum."""
        return next(
            (band for band, begin in zip(BANDS, self.begins, strict=False) if score >= begin),
            NOTHING,
        )

    def with_model(self, sha256: str) -> "Method":
        """Return the method with the hash of the model that it used."""
        return replace(self, model_sha256=sha256)

    def as_json(self) -> dict[str, Any]:
        """Return the method as JSON values: enough to repeat it."""
        return {
            "name": self.name,
            "model_sha256": self.model_sha256 or None,
            "weights": self.weights._asdict(),
            "bands": dict(zip(BANDS, self.begins, strict=False)),
        }


WORDING = Method(
    "wording: stemmed TF-IDF, character 3-5-grams, plain words, ideas of the field, themes",
    Signals(words=0.4, characters=0.2, plain=1.4, themes=0.05, ideas=0.25),
    Begins(strong=0.69, probable=0.46, worth_reading=0.35),
)
# The first was set with the multilingual model that the extra brings, the second with
# all-MiniLM-L6-v2 (int8): with another model, its bands are a guess.
MULTILINGUAL = Method(
    "meaning in many languages and wording: sentence embeddings, TF-IDF, character 3-5-grams,"
    " plain words, ideas, themes",
    Signals(words=0.3, characters=0.1, plain=0.5, themes=0.05, ideas=0.3, meaning=1.0),
    Begins(strong=0.48, probable=0.32, worth_reading=0.19),
)
MEANING = Method(
    "meaning and wording: sentence embeddings, TF-IDF, character 3-5-grams, plain words, ideas,"
    " themes",
    Signals(words=0.3, characters=0.1, plain=0.5, themes=0.05, ideas=0.3, meaning=1.0),
    Begins(strong=0.56, probable=0.28, worth_reading=0.16),
)
