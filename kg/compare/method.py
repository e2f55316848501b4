"""How nearness is weighed and from where on it counts: the committed weights and bands."""

from dataclasses import dataclass, replace
from typing import Any

STRONG = "strong"
PROBABLE = "probable"
WORTH_READING = "worth reading"
NOTHING = "nothing found"
BANDS = (STRONG, PROBABLE, WORTH_READING, NOTHING)


@dataclass(frozen=True)
class Method:
    """A weighted sum, and the sums from which on a band begins.

    The weights are those of the measurement in docs/overlap.md, the bands those that the tuning set
    of tests/evaluation gave; the held-out set was not used for either.
    """

    name: str
    words: float
    characters: float
    themes: float
    ideas: float
    meaning: float
    strong: float
    probable: float
    worth_reading: float
    model_sha256: str = ""

    def score(
        self, words: float, characters: float, themes: float, ideas: float, meaning: float
    ) -> float:
        """Return the weighted sum, from 0 to about 1."""
        return round(
            self.words * words
            + self.characters * characters
            + self.themes * themes
            + self.ideas * ideas
            + self.meaning * meaning,
            4,
        )

    def band(self, score: float) -> str:
        """Return the band of a sum."""
        if score >= self.strong:
            return STRONG
        if score >= self.probable:
            return PROBABLE
        return WORTH_READING if score >= self.worth_reading else NOTHING

    def with_model(self, sha256: str) -> "Method":
        """Return the method with the hash of the model that it used."""
        return replace(self, model_sha256=sha256)

    def as_json(self) -> dict[str, Any]:
        """Return the method as JSON values: enough to repeat it."""
        return {
            "name": self.name,
            "model_sha256": self.model_sha256 or None,
            "weights": {
                "words": self.words,
                "characters": self.characters,
                "themes": self.themes,
                "ideas": self.ideas,
                "meaning": self.meaning,
            },
            "bands": {
                STRONG: self.strong,
                PROBABLE: self.probable,
                WORTH_READING: self.worth_reading,
            },
        }


WORDING = Method(
    name="wording: stemmed TF-IDF, character 3-5-grams, ideas of the field, themes",
    words=0.5,
    characters=0.5,
    themes=0.1,
    ideas=0.2,
    meaning=0.0,
    strong=0.32,
    probable=0.24,
    worth_reading=0.18,
)
MEANING = Method(
    name="meaning and wording: sentence embeddings, TF-IDF, character 3-5-grams, ideas, themes",
    words=0.3,
    characters=0.1,
    themes=0.1,
    ideas=0.2,
    meaning=0.7,
    strong=0.52,
    probable=0.42,
    worth_reading=0.34,
)
