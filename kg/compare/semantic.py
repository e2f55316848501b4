"""Nearness by meaning: a proposal and the landscape's texts, compared as vectors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from kg.compare.index import Index
from kg.compare.kept_vectors import Announce, Kept
from kg.compare.record import Record
from kg.compare.text import chunks, sentences

if TYPE_CHECKING:
    from kg.compare.embedder import Vectors

# More sentences than these of a proposal add nothing but time.
MOST_SENTENCES = 200
_LONG = 240
# How much nearness counts that a word-by-word English version has.
_GLOSS = 0.9
# How much of nearness by meaning is that of the best pair of sentences; the rest is the whole's.
_PAIR = 0.4
# How much nearness to the plain words counts; the rest is that to the description.
_PLAINLY = 0.7
# A name without a description is near anything a little.
_NAME_ONLY = 0.8
# Some texts are near any other. How near a text is to so many of its neighbours in the landscape is
# taken off by this share (as in CSLS, Conneau et al. 2018, for the side of the landscape).
_GENERAL = 0.7
_NEIGHBOURS = 20
# In a large landscape, neighbours are looked for among so many texts only.
_SAMPLE = 2_000


@dataclass(frozen=True)
class Nearness:
    """How near each record is to a text by meaning, and by which sentences."""

    of: "Vectors"
    _mine: Sequence[str]
    _pairs: "Vectors"
    _theirs: Sequence[str]
    _starts: Sequence[int]

    def first(self, most: int) -> list[int]:
        """Return the numbers of the nearest records, best first."""
        return [int(number) + 1 for number in (-self.of).argsort(kind="stable")[:most]]

    def to(self, number: int) -> float:
        """Return how near one record is."""
        return float(self.of[number - 1])

    def pair(self, number: int) -> tuple[str, str]:
        """Return the sentence of the text and that of the record that are nearest."""
        begin, end = self._starts[number - 1 : number + 1]
        mine, theirs = divmod(int(self._pairs[:, begin:end].argmax()), end - begin)
        return self._mine[mine], self._theirs[begin + theirs]


@dataclass(frozen=True)
class Version:
    """One way in which the records are told: whole texts, and sentences with the record of each.

    `general` holds how near each text is to its neighbours, wholes first and then sentences. A
    record that is not told this way has no whole (its row is 0) and no sentence.
    """

    whole: "Vectors"
    parts: "Vectors"
    texts: tuple[str, ...]
    starts: tuple[int, ...]
    general: tuple["Vectors", "Vectors"]
    told: "Vectors"

    def nearness(self, wholes: "Vectors", parts: "Vectors") -> tuple["Vectors", "Vectors"]:
        """Return how near each record is to a text, and the cosines of all pairs of sentences.

        The text is given as pieces and as sentences. Nearness is the weighted mean of the nearest
        piece's and the best sentence pair's cosine, less what is near anything.
        """
        import numpy as np

        pairs: Vectors = parts @ self.parts.T
        near = (wholes @ self.whole.T).max(axis=0) - _GENERAL * self.general[0]
        each = pairs.max(axis=0) - _GENERAL * self.general[1]
        best = np.maximum.reduceat(np.append(each, 0.0), self.starts[:-1])
        return (_PAIR * best + (1 - _PAIR) * near) * self.told, pairs


@dataclass
class Meaning:
    """The landscape's texts as vectors: descriptions, and what is told in plain words."""

    kept: Kept
    index: Index
    announce: Announce | None = None

    def near(self, text: str, glosses: Sequence[Sequence[str]] = ()) -> "Nearness":
        """Return how near each record is, by its description and by its plain words.

        `glosses` are the sentences once more, word by word in English, for a model that knows no
        other language: the nearest version counts, a gloss a little less than the text itself.
        """
        import numpy as np

        parts = sentences(text)[:MOST_SENTENCES] or [text]
        pieces = chunks(parts) if len(text.split()) > _LONG else [text]
        asked = [(self.kept.vectors(pieces), self.kept.vectors(parts))]
        if not self.kept.model.reads_all_languages:
            for english in glosses:
                version = list(english[: len(parts)])
                wholes = self.kept.vectors(chunks(version))
                asked.append((_GLOSS * wholes, _GLOSS * self.kept.vectors(version)))
        found = [self._described.nearness(*one) for one in asked]
        near = np.maximum.reduce([one for one, _ in found])
        pairs = np.maximum.reduce([pairs for _, pairs in found])
        plainly = [version.nearness(*one)[0] for version in self._plain for one in asked]
        if plainly:
            best: Vectors = np.maximum.reduce(plainly)
            near = _PLAINLY * np.where(self._told_plainly > 0, best, near) + (1 - _PLAINLY) * near
        return Nearness(
            near * self._worth, parts, pairs, self._described.texts, self._described.starts
        )

    def coverage(self, parts: Sequence[str], numbers: Iterable[int]) -> list[float]:
        """Return for each sentence its nearness to the nearest sentence of some records."""
        import numpy as np

        wanted = sorted(set(numbers))
        known = [
            version.parts[version.starts[number - 1] : version.starts[number]]
            for version in (self._described, *self._plain)
            for number in wanted
        ]
        if not wanted or not parts:
            return [0.0] * len(parts)
        pairs = self.kept.vectors(parts) @ np.concatenate(known).T
        return [float(value) for value in pairs.max(axis=1)]

    @cached_property
    def _records(self) -> list[Record]:
        return [self.index.record(number) for number in self.index.numbers()]

    @cached_property
    def _worth(self) -> "Vectors":
        import numpy as np

        return np.array([1.0 if record.text else _NAME_ONLY for record in self._records])

    @cached_property
    def _versions(self) -> list[Version]:
        """What descriptions tell, and the plain words in the languages that the model knows."""
        reads_all = self.kept.model.reads_all_languages
        told = [
            (
                [record.told for record in self._records],
                [sentences(record.text) or [record.told] for record in self._records],
            )
        ]
        for language in self.index.plain.languages:
            if reads_all or language == "en":
                texts = [dict(record.plain).get(language, "") for record in self._records]
                told.append((texts, [(sentences(one) or [one]) if one else [] for one in texts]))
        # Asked for together, so that a person is told once that it takes long.
        every = [text for texts, parts in told for text in (*texts, *chain(*parts)) if text]
        self.kept.vectors(every, self.announce)
        return [self._version(texts, parts) for texts, parts in told]

    @property
    def _described(self) -> Version:
        return self._versions[0]

    @property
    def _plain(self) -> list[Version]:
        return self._versions[1:]

    @cached_property
    def _told_plainly(self) -> "Vectors":
        import numpy as np

        told: Vectors = np.maximum.reduce([version.told for version in self._plain])
        return told

    def _version(self, texts: Sequence[str], parts: Sequence[Sequence[str]]) -> Version:
        import numpy as np

        told = np.array([1.0 if text else 0.0 for text in texts], dtype=np.float32)
        every = [part for several in parts for part in several]
        known = self.kept.vectors([*filter(None, texts), *every])
        whole = np.zeros((len(texts), known.shape[1]), dtype=np.float32)
        whole[told > 0] = known[: len(known) - len(every)]
        sentences_of = known[len(known) - len(every) :]
        return Version(
            whole,
            sentences_of,
            tuple(every),
            tuple(accumulate((len(several) for several in parts), initial=0)),
            (_general(whole, told), _general(sentences_of)),
            told,
        )


def _general(vectors: "Vectors", told: "Vectors | None" = None) -> "Vectors":
    """Return how near each vector is to its nearest neighbours, on the average."""
    import numpy as np

    among = vectors if told is None else vectors[told > 0]
    among = among[:: max(1, len(among) // _SAMPLE)]
    most = min(_NEIGHBOURS, len(among) - 1)
    if most < 1:
        return np.zeros(len(vectors), dtype=np.float32)
    found = []
    for start in range(0, len(vectors), _SAMPLE):
        near = vectors[start : start + _SAMPLE] @ among.T
        # The nearest of all is the text itself.
        nearest = np.partition(near, -most - 1, axis=1)[:, -most - 1 :]
        found.append((nearest.sum(axis=1) - nearest.max(axis=1)) / most)
    general: Vectors = np.concatenate(found)
    return general
