"""What is in the graph: counts by class, sources with their dates, versions.

And where the store is.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.ask.catalogue import command_query
from kg.store.interface import Row, Store


@dataclass(frozen=True)
class Source:
    """A document that facts were read from; `passages` counts the described ones."""

    iri: str
    label: str
    title: str
    issued: str
    publisher: str
    passages: int


@dataclass(frozen=True)
class Overview:
    """What a store holds, for somebody who asks how far it can be trusted."""

    counts: tuple[tuple[str, str, int], ...]
    sources: tuple[Source, ...]
    quads: int
    built_with: dict[str, str]
    sha256: str
    directory: str

    def as_json(self) -> dict[str, Any]:
        """Return the overview as JSON values."""
        return asdict(self) | {
            "counts": [{"iri": i, "label": label, "count": n} for i, label, n in self.counts]
        }


def read_overview(store: Store, directory: Path) -> Overview:
    """Read the overview of a store and the manifest that its build left beside it."""
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    return Overview(
        counts=tuple(
            (_text(iri), _text(label), int(_text(n)))
            for iri, label, n in store.select(command_query("counts-by-class"))
        ),
        sources=tuple(_source(row) for row in store.select(command_query("sources"))),
        quads=manifest["quads"],
        built_with=manifest["built_with"],
        sha256=manifest["sha256"],
        directory=str(directory),
    )


def _source(row: Row) -> Source:
    iri, label, title, issued, publisher, passages = (_text(term) for term in row)
    return Source(iri, label, title, issued, publisher, int(passages))


def _text(term: object) -> str:
    return getattr(term, "value", "")


def as_text(overview: Overview) -> str:
    """Return the overview for reading."""
    versions = ", ".join(f"{name} {version}" for name, version in overview.built_with.items())
    widest = max(len(label) for _, label, _ in overview.counts)
    return "\n".join(
        [
            "Sources",
            *(f"  {_line(source)}" for source in overview.sources),
            "",
            "What the landscape holds (a thing counts in every class it belongs to)",
            *(f"  {label:<{widest}}  {count:>6,}" for _, label, count in overview.counts),
            "",
            f"Store    {overview.directory}",
            f"Built    with {versions}; {overview.quads:,} quads, SHA-256 {overview.sha256[:16]}…",
        ]
    )


def _line(source: Source) -> str:
    details = [
        source.issued or "no date printed",
        source.publisher or "no issuer named",
        f"{source.passages} passages",
    ]
    return f"{source.label} ({'; '.join(details)})"
