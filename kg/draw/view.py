"""From the store to a page: which things are drawn, and what is said of those that are not."""

import json
from dataclasses import dataclass
from pathlib import Path

from kg.ask.names import Names
from kg.draw.facts import read_facts
from kg.draw.layout import layout
from kg.draw.network import landscape_network, neighbourhood, strongest
from kg.draw.page import Caption, draw_page
from kg.draw.queries import view_query
from kg.errors import BadInput
from kg.store.interface import Store

# Measured: a person reads 100 to 300 labelled things; 2,000 are a hairball in every renderer.
_MANY = 1000
_TOO_MANY = 2000


@dataclass(frozen=True)
class Drawn:
    """A finished page, and what a person should know who asked for it."""

    html: str
    remarks: tuple[str, ...]


def draw_landscape(
    store: Store,
    names: Names,
    directory: Path,
    *,
    top: int,
    focus: str | None = None,
    steps: int = 2,
) -> Drawn:
    """Draw who funds or participates in what.

    Drawn are the `top` things with the most links, of all or of those at most `steps` links away
    from the thing in `focus`. Raise BadInput when there would be more things than anybody can read.
    """
    whole = landscape_network(store, names)
    near = neighbourhood(whole, focus, steps) if focus else whole
    part = strongest(near, top, keep=focus)
    remarks = _remarks(len(part), len(near), focus=focus is not None)
    if len(part) > _TOO_MANY:
        raise BadInput(
            f"{len(part):,} things cannot be read in one picture: take --top {_MANY} or less, "
            "or --focus THING --steps 1"
        )
    caption = Caption(
        heading="Security in public spaces: who funds or takes part in what",
        summary=_summary(names, focus, steps),
        sources=tuple(_sources(store)),
        version=_version(directory),
        left_out=remarks[0] if len(part) < len(near) else "",
    )
    page = draw_page(part, layout(part), read_facts(store, names, part.nodes), caption, focus)
    return Drawn(page, remarks)


def _remarks(drawn: int, there: int, *, focus: bool) -> tuple[str, ...]:
    remarks = []
    if drawn < there:
        whole = "near the thing in focus" if focus else "of the landscape"
        remarks.append(
            f"Drawn are {drawn:,} of the {there:,} linked things {whole}, those with the most "
            f"links; --top {there} draws all."
        )
    if drawn > _MANY:
        remarks.append(
            f"{drawn:,} things are hard to read in one picture; "
            "--top 300 or --focus THING shows more clearly."
        )
    return tuple(remarks)


def _summary(names: Names, focus: str | None, steps: int) -> str:
    if focus is None:
        return (
            "Organisations, projects, funds, networks, documents and events, "
            "and the links between them that the sources state."
        )
    far = "one link" if steps == 1 else f"{steps} links"
    return f"{names.label(focus)} and everything at most {far} away from it."


def _sources(store: Store) -> list[str]:
    return [
        f"{label.value} ({issued.value})" if issued else label.value
        for label, issued in store.select(view_query("sources"))
        if label is not None
    ]


def _version(directory: Path) -> str:
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    return f"kg {manifest['built_with']['kg']}, data {manifest['sha256'][:12]}"
