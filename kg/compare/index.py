"""What can be compared, ready to be searched: one SQLite file for each state of the landscape."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import accumulate, islice

from kg.compare.lexicon import GROUP, Phrase, ideas_of, mentions
from kg.compare.packing import unpack
from kg.compare.plain_words import PlainWords
from kg.compare.record import Claim, Record
from kg.compare.text import Vector, grams, sentences, stems, weigh

_AT_ONCE = 500
_MOST_VECTORS_KEPT = 20_000
# A term in more than this share of many records finds too many of them to be worth its time.
_COMMON = 0.03
_MANY = 1_000
_MOST_TERMS = 40
_MOST_POSTINGS = 20_000
_FIELDS = tuple(one.name for one in fields(Record))


@dataclass(frozen=True)
class Called:
    """A name of a thing as the index knows it."""

    iri: str
    label: str
    kind: str
    rank: int


@dataclass
class Index:
    """An open index: look things up, and ask for candidates.

    Vectors that were read once are kept, so that the second question costs less.
    """

    database: sqlite3.Connection
    _records: dict[int, Record] = field(default_factory=dict, repr=False)
    _vectors: dict[int, tuple[Vector, Vector]] = field(default_factory=dict, repr=False)
    _words: dict[int, Vector] = field(default_factory=dict, repr=False)
    _ideas: dict[int, Vector] = field(default_factory=dict, repr=False)
    _groups: dict[int, dict[str, str]] = field(default_factory=dict, repr=False)
    _sentences: dict[str, tuple[Vector, Vector]] = field(default_factory=dict, repr=False)
    _documents: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    @cached_property
    def total(self) -> int:
        """How many records there are."""
        return int(self.fact("total"))

    @cached_property
    def sampled(self) -> int:
        """From how many records the frequencies of character runs were counted."""
        return int(self.fact("sampled"))

    @cached_property
    def _least(self) -> tuple[float, float]:
        of_words, of_runs = json.loads(self.fact("least"))
        return of_words, of_runs

    @property
    def sources(self) -> list[str]:
        """The labels of the sources that were read."""
        return list(json.loads(self.fact("sources")))

    @property
    def newest(self) -> str:
        """The newest date that a source bears."""
        return self.fact("newest")

    def fact(self, key: str) -> str:
        """Return one fact about the index itself."""
        ((value,),) = self.database.execute("SELECT value FROM meta WHERE key = ?", (key,))
        return str(value)

    def record(self, number: int) -> Record:
        """Return the record of a number."""
        if number not in self._records:
            ((body,),) = self.database.execute("SELECT body FROM record WHERE id = ?", (number,))
            self._records[number] = as_record(body)
        return self._records[number]

    def numbers(self) -> range:
        """Return the numbers of all records."""
        return range(1, self.total + 1)

    def number_of(self, iri: str) -> int | None:
        """Return the number of the record of a thing, or None."""
        rows = self.database.execute("SELECT id FROM record WHERE iri = ?", (iri,)).fetchall()
        return int(rows[0][0]) if rows else None

    def candidates(self, terms: Iterable[str], most: int) -> list[int]:
        """Return the numbers of the records that share most and rarest terms, best first."""
        wanted = dict.fromkeys(terms)
        known = self.documents("w", wanted)
        for term, count in self.documents("p", wanted).items():
            known[term] += count
        limit = self.total * _COMMON if self.total > _MANY else self.total
        rare = sorted((count, term) for term, count in known.items() if 0 < count <= max(limit, 1))
        if self.total > _MANY:
            sums = accumulate(count for count, _ in rare[:_MOST_TERMS])
            rare = rare[: max(1, sum(postings <= _MOST_POSTINGS for postings in sums))]
        if not rare:
            return []
        query = " OR ".join(f'"{term}"' for _, term in rare)
        rows = self.database.execute(
            "SELECT rowid FROM find WHERE find MATCH ? ORDER BY rank LIMIT ?", (query, most)
        )
        return [int(number) for (number,) in rows]

    def documents(self, kind: str, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many records each term occurs.

        Kinds are words (`w`), runs of characters (`g`) and ideas (`c`) of the texts that are
        compared, and terms of the plain words of all languages (`p`).
        """
        wanted = dict.fromkeys(terms)
        missing = iter([term for term in wanted if (kind, term) not in self._documents])
        while some := list(islice(missing, _AT_ONCE)):
            self._documents.update(dict.fromkeys(((kind, term) for term in some), 0))
            rows = self.database.execute(
                f"SELECT term, documents FROM term WHERE kind = ? AND term IN ({_marks(some)})",  # noqa: S608  # marks only
                (kind, *some),
            )
            self._documents.update(((kind, term), count) for term, count in rows)
        return {term: self._documents[kind, term] for term in wanted}

    def vectors(self, number: int) -> tuple[Vector, Vector]:
        """Return the vectors of a record: of its stems, and of its runs of characters."""
        if number not in self._vectors:
            if len(self._vectors) >= _MOST_VECTORS_KEPT:
                self._vectors.clear()
            self._vectors[number] = self._read_vectors(number)
        return self._vectors[number]

    @cached_property
    def plain(self) -> PlainWords:
        """What is told in plain words."""
        return PlainWords(self.database)

    def word_vector(self, number: int) -> Vector:
        """Return the vector of a record's stems alone, which costs a fifth of both vectors."""
        if number not in self._words:
            if len(self._words) >= _MOST_VECTORS_KEPT:
                self._words.clear()
            counted = Counter(stems(self.record(number).whole))
            known = self.documents("w", counted)
            self._words[number] = weigh(counted, known, self.total, self._least[0])
        return self._words[number]

    def ideas(self, number: int) -> Vector:
        """Return the vector of the ideas that a record speaks of."""
        if number not in self._ideas:
            rows = self.database.execute(
                "SELECT ideas FROM vector WHERE id = ?", (number,)
            ).fetchall()
            spoken = (
                json.loads(rows[0][0])
                if rows
                else ideas_of(self.record(number).spoken, self.phrases)
            )
            self._ideas[number] = self.weigh_ideas(spoken)
        return self._ideas[number]

    def groups(self, number: int) -> dict[str, str]:
        """Return the target groups that a record speaks of, with the words that do."""
        if number not in self._groups:
            text = self.record(number).whole
            found = mentions(sentences(text) or [text], self.phrases)
            self._groups[number] = {one.concept: one.words for one in found if one.kind == GROUP}
        return self._groups[number]

    def weigh_ideas(self, spoken: Iterable[str]) -> Vector:
        """Return the vector of ideas: each counts once, the rarer the more."""
        once = dict.fromkeys(spoken, 1)
        return weigh(once, self.documents("c", once), self.sampled)

    def _read_vectors(self, number: int) -> tuple[Vector, Vector]:
        rows = self.database.execute(
            "SELECT words, word_weights, grams, gram_weights FROM vector WHERE id = ?", (number,)
        ).fetchall()
        if rows:
            words, word_weights, runs, gram_weights = rows[0]
            return unpack(words, word_weights), unpack(runs, gram_weights)
        return self.weigh_text(self.record(number).whole, least=self._least)

    def weigh_sentence(self, text: str) -> tuple[Vector, Vector]:
        """Return the vectors of a sentence; those met before are kept."""
        if text not in self._sentences:
            if len(self._sentences) >= _MOST_VECTORS_KEPT:
                self._sentences.clear()
            self._sentences[text] = self.weigh_text(text)
        return self._sentences[text]

    def weigh_text(
        self,
        text: str,
        more: Mapping[str, float] | None = None,
        least: tuple[float, float] = (0.0, 0.0),
        unknown: float = 1.0,
    ) -> tuple[Vector, Vector]:
        """Return the vectors of a text; `more` stems count as often as it says.

        `unknown` is how much a term counts that no record has.
        """
        counted: dict[str, float] = {}
        for stem in stems(text):
            counted[stem] = counted.get(stem, 0) + 1
        for stem, times in (more or {}).items():
            counted.setdefault(stem, times)
        runs = grams(text)
        return (
            weigh(counted, self.documents("w", counted), self.total, least[0], unknown),
            weigh(runs, self.documents("g", runs), self.sampled, least[1], unknown),
        )

    def phrases(self, found: frozenset[str]) -> list[Phrase]:
        """Return the phrases whose first root is among these."""
        rows = self._where_in("SELECT roots, kind, concept FROM phrase WHERE first IN", found)
        return [Phrase(tuple(roots.split()), kind, concept) for roots, kind, concept in rows]

    def called(self, names: Iterable[str]) -> dict[str, list[Called]]:
        """Return the things that have one of these normalised names, by name."""
        found: dict[str, list[Called]] = {}
        rows = self._where_in("SELECT norm, iri, label, kind, rank FROM name WHERE norm IN", names)
        for norm, iri, label, kind, rank in rows:
            found.setdefault(norm, []).append(Called(iri, label, kind, int(rank)))
        return found

    def all_names(self) -> list[tuple[str, str, str, str]]:
        """Return every name of every thing: its IRI, label and kind, and the name's words."""
        return self.database.execute(
            "SELECT iri, label, kind, text FROM name WHERE rank < 3 ORDER BY iri, rank, text"
        ).fetchall()

    @cached_property
    def themes(self) -> dict[str, tuple[str, str, int]]:
        """Return each theme's label, broader theme, and how many records bear it."""
        rows = self.database.execute("SELECT iri, label, broader, records FROM theme")
        return {iri: (label, broader, records) for iri, label, broader, records in rows}

    def _where_in(self, select: str, values: Iterable[str]) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        wanted = iter(sorted(set(values)))
        while some := list(islice(wanted, _AT_ONCE)):
            rows += self.database.execute(f"{select} ({_marks(some)})", some)
        return sorted(rows)


def as_body(record: Record) -> str:
    """Return a record as it stands in the index: its values as JSON, in their order."""
    return json.dumps(list(vars(record).values()))


def as_record(body: str) -> Record:
    """Return the record that stands in the index as JSON."""
    values = dict(zip(_FIELDS, json.loads(body), strict=True))
    values["claims"] = tuple(Claim(*claim) for claim in values["claims"])
    values["plain"] = tuple((language, text) for language, text in values["plain"])
    values["names"] = tuple(values["names"])
    values["titles"] = tuple(values["titles"])
    values["money"] = tuple((sum_, said) for sum_, said in values["money"])
    return Record(**values)


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))
