"""What a proposal is compared with: initiatives and events, with their claims and passages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.ask.catalogue import command_query
from kg.ask.names import Names
from kg.ask.passages import read_passages
from kg.compare.queries import compare_query
from kg.compare.text import plain
from kg.store.interface import Iri, Literal, Row, Store, Term

# A name of fewer words is a short name, and one with fewer new words says what is said already.
_TITLE = 4
_NEW_WORDS = 2


class Claim(NamedTuple):
    """One tie of an initiative on one axis: what it is tied to, and who says so.

    `passage` is the citation in words, `graph` the passage's IRI; both are empty where the tie
    follows from others.
    """

    axis: str
    value: str
    label: str
    passage: str
    graph: str


@dataclass(frozen=True)
class Record:
    """An initiative as far as it can be compared.

    `plain` tells in everyday words what it is for, by language. `titles` are the long names that
    sources print, as far as they say more than the label. `start` and `end` are days (`2019-01-01`)
    or empty.
    """

    iri: str
    label: str
    kind: str
    text: str = ""
    passage: str = ""
    graph: str = ""
    plain: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    start: str = ""
    end: str = ""
    dated_in: str = ""
    money: tuple[tuple[str, str], ...] = ()

    @property
    def whole(self) -> str:
        """The text whose words are compared: the label, further titles and the description."""
        return ". ".join((self.label, *self.titles, self.text))

    @property
    def told(self) -> str:
        """The text whose meaning is compared: label and description, titles only without one."""
        return f"{self.label}. {self.text}" if self.text else self.whole

    @property
    def spoken(self) -> str:
        """The text whose ideas are compared: all that is told in English."""
        return f"{self.whole}. {plain}" if (plain := dict(self.plain).get("en")) else self.whole

    def on(self, axis: str) -> list[Claim]:
        """Return the claims on one axis."""
        return [claim for claim in self.claims if claim.axis == axis]


@dataclass
class _Draft:
    text: str = ""
    passage: str = ""
    graph: str = ""
    plain: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    claims: dict[tuple[str, str], Claim] = field(default_factory=dict)
    period: dict[str, str] = field(default_factory=dict)
    dated_in: str = ""
    money: dict[str, str] = field(default_factory=dict)


def read_records(store: Store, names: Names) -> Iterator[Record]:
    """Read every initiative and event of a store, in the order of their IRIs."""
    passages = {iri: str(passage) for iri, passage in read_passages(store).items()}
    drafts: dict[str, _Draft] = {}
    for thing, description, graph in store.select(compare_query("subjects")):
        draft = drafts.setdefault(_text(thing), _Draft())
        if description is not None and not draft.text:
            draft.text = _text(description)
            draft.graph = _text(graph)
            draft.passage = passages.get(draft.graph, "")
    _add_plain_words(drafts, store.select(compare_query("plain-words")))
    _add_titles(drafts, store.select(compare_query("titles")))
    _add_claims(drafts, store.select(compare_query("links")), names, passages)
    _add_periods(drafts, store.select(compare_query("periods")), passages)
    _add_money(drafts, store.select(compare_query("money")), passages)
    called: dict[str, set[str]] = {}
    for name in names.all:
        called.setdefault(name.thing, set()).add(name.text)
    for iri, draft in sorted(drafts.items()):
        yield Record(
            iri=iri,
            label=names.label(iri),
            kind=names.kind(iri),
            text=draft.text,
            passage=draft.passage,
            graph=draft.graph,
            plain=tuple(sorted(draft.plain.items())),
            names=tuple(sorted(called.get(iri, ()))),
            titles=_more_titles(
                names.label(iri), [*draft.titles, *called.get(iri, ())], draft.text
            ),
            claims=tuple(sorted(draft.claims.values())),
            start=draft.period.get("from", ""),
            end=draft.period.get("to", ""),
            dated_in=draft.dated_in,
            money=tuple(sorted(draft.money.items())),
        )


def newest_source(store: Store) -> tuple[list[str], str]:
    """Return the labels of the sources, and the newest date that one of them bears."""
    rows = store.select(command_query("sources"))
    return [_text(row[1]) for row in rows], max((_text(row[3])[:10] for row in rows), default="")


def _add_plain_words(drafts: dict[str, _Draft], rows: list[Row]) -> None:
    for thing, told in rows:
        if isinstance(told, Literal) and (draft := drafts.get(_text(thing))) is not None:
            draft.plain[told.language or ""] = told.value


def _add_titles(drafts: dict[str, _Draft], rows: list[Row]) -> None:
    for thing, title in rows:
        if (draft := drafts.get(_text(thing))) is not None:
            draft.titles.append(_text(title))


def _add_money(drafts: dict[str, _Draft], rows: list[Row], passages: dict[str, str]) -> None:
    for thing, amount, currency, written, graph in rows:
        if (draft := drafts.get(_text(thing))) is not None:
            sum_ = f"{_text(amount)} {_text(currency)}".strip()
            said = f"{_text(written) or sum_} [{passages.get(_text(graph), '')}]"
            draft.money.setdefault(sum_, said)


def _add_claims(
    drafts: dict[str, _Draft], rows: list[Row], names: Names, passages: dict[str, str]
) -> None:
    for thing, axis, _, value, graph in rows:
        draft = drafts.get(_text(thing))
        if draft is None or not isinstance(value, Iri):
            continue
        key = (_text(axis), value.value)
        claim = Claim(*key, names.label(value.value), passages.get(_text(graph), ""), _text(graph))
        # What a passage states is kept before what only follows.
        if key not in draft.claims or (claim.graph and not draft.claims[key].graph):
            draft.claims[key] = claim


def _add_periods(drafts: dict[str, _Draft], rows: list[Row], passages: dict[str, str]) -> None:
    for thing, end, day, graph in rows:
        draft = drafts.get(_text(thing))
        if draft is None:
            continue
        which, date = _text(end), _text(day)[:10]
        known = draft.period.get(which, date)
        draft.period[which] = min(known, date) if which == "from" else max(known, date)
        draft.dated_in = draft.dated_in or passages.get(_text(graph), "")


def _more_titles(label: str, candidates: Iterable[str], text: str) -> tuple[str, ...]:
    """Return the titles that say more than the label: names of some length, each word new once."""
    said = set(plain(f"{label} {text}").split())
    titles = []
    for title in sorted(candidates, key=lambda title: (-len(title), title)):
        words = plain(title).split()
        if len(words) >= _TITLE and len(set(words) - said) >= _NEW_WORDS:
            titles.append(title)
            said.update(words)
    return tuple(titles)


def _text(term: Term | None) -> str:
    return term.value if term is not None else ""
