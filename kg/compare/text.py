"""Words, characters and sentences: how alike two texts are."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from kg.ask.names import normalise

Vector = Mapping[str, float]

# Function words of the five languages that proposals come in; they say nothing of a purpose.
WORDS = Path(__file__).parent / "words"
_SHORTEST_SENTENCE = 4
_GRAMS = (3, 4, 5)
_LONGEST_WORD = 40


def read_words(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Read a file of words: a name, a tab, and the words for it, split by semicolons."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, phrases = line.partition("\t")
            yield name, [phrase.strip() for phrase in phrases.split(";")]


_KNOWN = {name: frozenset(words) for name, words in read_words(WORDS / "function.tsv")}
LANGUAGES = {name: _KNOWN[name] for name in ("en", "fr", "de", "it", "es")}
OF_EVERY_NAME = _KNOWN["every name"]
_OF_EVERY_PROPOSAL = _KNOWN["every proposal"]
_STOP = frozenset().union(*LANGUAGES.values())
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"»”\u2019)\]]*\s+(?=[\"«„“(¿¡]*[A-ZÀ-ÖØ-ÞŁŚŻ0-9])"
    r"|\n\s*\n|\n\s*[-*•\u2013]\s+"
)
# Punctuation to spaces, and nothing for the apostrophe: half the time of building an index is spent
# on words, and most are ASCII.
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): None}
_ELIDED = re.compile(
    r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|un|all|dall|dell|nell|sull|quest|quell|coll)['\u2019]",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Return a text without case, accents and punctuation, elided words (l'espace) apart."""
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """Return all words of a text, small ones too, without case, accents and punctuation."""
    apart = _ELIDED.sub(" ", text) if "'" in text or "\u2019" in text else text
    if apart.isascii():
        return apart.lower().replace("&", " and ").translate(_SPACED).split()
    return normalise(apart).split()


def words(text: str) -> list[str]:
    """Return the words of a text, without case, accents and function words."""
    return [word for word in tokens(text) if word not in _STOP and 1 < len(word) <= _LONGEST_WORD]


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text that say something.

    The stemmer is Snowball's for English, the language of descriptions; words of other languages
    lose an ending now and then, which does no harm.
    """
    return stems_of(words(text))


def stems_of(spoken: Iterable[str]) -> list[str]:
    """Return the stems of words, those left out that every second proposal has."""
    return [stem(word) for word in spoken if word not in _OF_EVERY_PROPOSAL]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one word."""
    found: str = _stemmer().stemWord(word)
    return found


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # noqa: ANN202  # snowballstemmer has no types
    import snowballstemmer  # late: it loads every language

    return snowballstemmer.stemmer("english")


def grams(text: str) -> Counter[str]:
    """Count the runs of three to five characters inside words; `_` is a word's edge.

    They find words of other languages that share a root, as prévention and prevention do.
    """
    counted: Counter[str] = Counter()
    for word, times in Counter(words(text)).items():
        for gram in _grams_of(word):
            counted[gram] += times
    return counted


@lru_cache(maxsize=100_000)
def _grams_of(word: str) -> tuple[str, ...]:
    edged = f"_{word}_"
    return tuple(
        edged[start : start + size]
        for size in _GRAMS
        for start in range(max(1, len(edged) - size + 1))
    )


def weigh(
    counts: Mapping[str, float],
    documents: Mapping[str, int],
    total: int,
    least: float = 0.0,
    unknown: float = 1.0,
) -> dict[str, float]:
    """Return the TF-IDF vector of counted terms, of length one, or less for one below `least`.

    `documents` says in how many of `total` texts a term occurs; one that occurs in none counts
    `unknown` times. Term frequency is damped ln(1 + tf), and idf smoothed as in scikit-learn's
    TfidfVectorizer.
    """
    vector = _weights(counts, documents, total)
    if unknown != 1.0:
        vector = {
            term: weight if documents.get(term) else weight * unknown
            for term, weight in vector.items()
        }
    norm = max(math.sqrt(sum(weight * weight for weight in vector.values())), least)
    return {term: weight / norm for term, weight in vector.items()} if norm else {}


def length(counts: Mapping[str, float], documents: Mapping[str, int], total: int) -> float:
    """Return the length that the vector of counted terms has before it is made one."""
    weights = _weights(counts, documents, total).values()
    return math.sqrt(sum(weight * weight for weight in weights))


def _weights(
    counts: Mapping[str, float], documents: Mapping[str, int], total: int
) -> dict[str, float]:
    return {
        term: math.log(1 + count) * (1 + math.log((1 + total) / (1 + documents.get(term, 0))))
        for term, count in counts.items()
        if count > 0
    }


def cosine(one: Vector, other: Vector) -> float:
    """Return how alike two vectors of length one are: 0 nothing in common, 1 the same."""
    if len(other) < len(one):
        one, other = other, one
    return sum([weight * other[term] for term, weight in one.items() if term in other])


def language(text: str) -> str:
    """Return the language whose function words a text has most of: en, fr, de, it or es."""
    counted = Counter(plain(text).split())
    found = {code: sum(counted[word] for word in known) for code, known in LANGUAGES.items()}
    return max(found, key=lambda code: (found[code], code == "en"))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; headings and scraps of less than four words are left out."""
    whole = (" ".join(part.split()) for part in _SENTENCE_END.split(text))
    return [part for part in whole if len(part.split()) >= _SHORTEST_SENTENCE]


def chunks(parts: Iterable[str], size: int = 120) -> list[str]:
    """Join sentences to pieces of about `size` words, so that a long text can match in part."""
    pieces: list[str] = []
    current: list[str] = []
    count = 0
    for part in parts:
        current.append(part)
        count += len(part.split())
        if count >= size:
            pieces.append(" ".join(current))
            current, count = [], 0
    if current:
        pieces.append(" ".join(current))
    return pieces
