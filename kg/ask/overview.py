"""What is in the graph: counts by class, sources with their dates, versions.

And where the store is.
"""

from dataclasses import asdict, dataclass
from typing import Any

from kg.ask.catalogue import command_query
from kg.ask.missing import read_missing
from kg.store.interface import Row, Store
from kg.store.origin import Origin

_SHOWN = 8


@dataclass(frozen=True)
class Source:
    """A document that facts were read from; `passages` counts the described ones."""

    iri: str
    label: str
    title: str
    issued: str
    publisher: str
    passages: int
    outside: bool = False


@dataclass(frozen=True)
class Overview:
    """What a store holds, for somebody who asks how far it can be trusted."""

    counts: tuple[tuple[str, str, int], ...]
    sources: tuple[Source, ...]
    quads: int
    built_with: dict[str, str]
    sha256: str
    directory: str
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the overview as JSON values."""
        return asdict(self) | {
            "counts": [{"iri": i, "label": label, "count": n} for i, label, n in self.counts]
        }


def read_overview(store: Store, origin: Origin) -> Overview:
    """Read the overview of a store; quads that its origin does not count are counted."""
    return Overview(
        counts=tuple(
            (_text(iri), _text(label), int(_text(n)))
            for iri, label, n in store.select(command_query("counts-by-class"))
        ),
        sources=tuple(_source(row) for row in store.select(command_query("sources"))),
        quads=_count(store) if origin.quads is None else origin.quads,
        built_with=origin.built_with,
        sha256=origin.sha256,
        directory=origin.place,
        missing=read_missing(),
    )


def _count(store: Store) -> int:
    ((quads,),) = store.select(command_query("size"))
    return int(_text(quads))


def _source(row: Row) -> Source:
    iri, label, title, issued, publisher, passages, outside = (_text(term) for term in row)
    return Source(iri, label, title, issued, publisher, int(passages), outside=bool(outside))


def _text(term: object) -> str:
    return getattr(term, "value", "")


def as_text(overview: Overview) -> str:
    """Return the overview for reading."""
    versions = ", ".join(f"{name} {version}" for name, version in overview.built_with.items())
    widest = max((len(label) for _, label, _ in overview.counts), default=0)
    built = f"Built    with {versions}; {{}}, SHA-256 {overview.sha256[:16]}…"
    return "\n".join(
        [
            "Documents, read passage by passage",
            *(f"  {_line(source)}" for source in overview.sources if not source.outside),
            "",
            *_others([source for source in overview.sources if source.outside]),
            "",
            "What the landscape holds (a thing counts in every class it belongs to)",
            *(f"  {label:<{widest}}  {count:>6,}" for _, label, count in overview.counts),
            "",
            "What is known to be missing",
            *(f"  {sentence}" for sentence in overview.missing),
            "",
            f"Store    {overview.directory}",
            (built if overview.sha256 else "Holds    {}").format(f"{overview.quads:,} quads"),
        ]
    )


def _others(sources: list[Source]) -> list[str]:
    """Return the sites and data sets with the most passages, and how many more there are."""
    most = sorted(sources, key=lambda source: (-source.passages, source.label))[:_SHOWN]
    pages = sum(source.passages for source in sources)
    more = f"  and {len(sources) - len(most)} more; kg info -f json names all"
    shown = [f"  {source.label} ({_counted(source.passages)})" for source in most]
    head = f"Sites and data sets beside them: {len(sources)}, with {_counted(pages)}"
    return [head, *shown, *([more] if len(sources) > len(most) else [])] if sources else []


def _counted(passages: int) -> str:
    return f"{passages:,} passage{'' if passages == 1 else 's'}"


def _line(source: Source) -> str:
    details = [
        source.issued or "no date of issue",
        source.publisher or "no issuer named",
        _counted(source.passages),
    ]
    return f"{source.label} ({'; '.join(details)})"
