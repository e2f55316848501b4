"""Does this exist already? A proposal in; matches, coverage and what was searched out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.ask.missing import read_missing
from kg.ask.names import Names
from kg.compare.axes import Comparison, compare
from kg.compare.embedder import Embedder
from kg.compare.index import Index
from kg.compare.index_build import open_index
from kg.compare.judgement_file import Judgement
from kg.compare.judgements import about_pair, read_judgements
from kg.compare.kept_vectors import Announce, keep_vectors
from kg.compare.method import NOTHING, WORDING, Method
from kg.compare.overlap import Near, Read, best_band, nearest, read
from kg.compare.proposal import Proposal
from kg.compare.recognise import Recognised, recognise
from kg.compare.semantic import MOST_SENTENCES, Meaning
from kg.compare.text import sentences
from kg.store.interface import Store

# A sentence counts as covered from this nearness to a sentence of one of the matches on.
_COVERED_BY_MEANING = 0.45
_COVERED_BY_WORDS = 0.20


@dataclass(frozen=True)
class Searched:
    """What was searched, and what is known to be missing from it."""

    initiatives: int
    sources: tuple[str, ...]
    newest: str
    missing: tuple[str, ...]
    landscape: str


@dataclass(frozen=True)
class Check:
    """The answer for one proposal.

    `judgements` holds what people decided on the proposal and each match, by the match's IRI.
    """

    proposal: Proposal
    band: str
    matches: tuple[Comparison, ...]
    recognised: tuple[Recognised, ...]
    read: Read
    uncovered: tuple[str, ...]
    searched: Searched
    method: Method
    judgements: dict[str, tuple[Judgement, ...]]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Checker:
    """An opened landscape, ready to check one proposal after the other."""

    store: Callable[[], Store]
    names: Callable[[], Names]
    home: Path
    key: str
    model: Embedder | None = None
    announce: Announce | None = None

    @cached_property
    def index(self) -> Index:
        """The index of the landscape."""
        folder = self.home / "overlap" if self.key else None
        return open_index(self.store, self.names, folder, self.key)

    @cached_property
    def meaning(self) -> Meaning | None:
        """The landscape's texts as vectors, with a model."""
        if self.model is None:
            return None
        kept = keep_vectors(self.model, self.home / "overlap")
        return Meaning(kept, self.index, self.announce)

    @property
    def method(self) -> Method:
        """The method: with the model that there is, or by wording only."""
        return WORDING if self.model is None else self.model.method

    def check(self, proposal: Proposal, top: int = 10) -> Check:
        """Compare a proposal with everything, and return the `top` nearest initiatives."""
        index, method = self.index, self.method
        asked = read(index, proposal)
        found = nearest(index, asked, method, self.meaning)
        names = recognise(index, proposal)
        shown = [near for near in found if near.band != NOTHING][:top] or found[: min(top, 3)]
        judgements = read_judgements(self.home)
        return Check(
            proposal=proposal,
            band=best_band(found),
            matches=tuple(compare(index, asked, names, near) for near in shown),
            recognised=tuple(names),
            read=asked,
            uncovered=tuple(self._uncovered(asked.sentences, shown)),
            searched=self._searched(),
            method=method,
            judgements={
                near.record.iri: judged
                for near in shown
                if (judged := about_pair(judgements, proposal.iri, near.record.iri))
            },
            remarks=tuple(_remarks(asked)),
        )

    def _searched(self) -> Searched:
        return Searched(
            initiatives=self.index.total,
            sources=tuple(self.index.sources),
            newest=self.index.newest,
            missing=read_missing(),
            landscape=self.key,
        )

    def _uncovered(self, parts: Sequence[str], found: Iterable[Near]) -> list[str]:
        """Return the sentences of the proposal that no sentence of a match is near."""
        matches = [near for near in found if near.band != NOTHING]
        asked = list(parts[:MOST_SENTENCES])
        if self.meaning is not None:
            nearness = self.meaning.coverage(asked, [near.number for near in matches])
            return [
                part
                for part, value in zip(asked, nearness, strict=True)
                if value < _COVERED_BY_MEANING
            ]
        theirs = [
            self.index.weigh_sentence(one)
            for near in matches
            for one in sentences(near.record.text) or [near.record.whole]
        ]
        return [part for part in asked if not self._covered(part, theirs)]

    def _covered(self, part: str, theirs: Iterable[tuple[object, object]]) -> bool:
        from kg.compare.text import cosine

        mine = self.index.weigh_sentence(part)
        return any(
            (cosine(mine[0], words) + cosine(mine[1], runs)) / 2 >= _COVERED_BY_WORDS  # type: ignore[arg-type]
            for words, runs in theirs
        )


def _remarks(asked: Read) -> list[str]:
    remarks = []
    if asked.proposal.ignored:
        remarks.append(f"Not read: {', '.join(asked.proposal.ignored)}.")
    if asked.unknown_themes:
        remarks.append(f"Not a theme of the landscape: {', '.join(asked.unknown_themes)}.")
    if len(asked.sentences) > MOST_SENTENCES:
        remarks.append(
            f"Only the first {MOST_SENTENCES} of {len(asked.sentences)} sentences were compared"
            " one by one; the whole text was compared as well."
        )
    return remarks
