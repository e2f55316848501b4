"""Where a proposal would be the first: themes by kind, with nothing or only ended things."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.compare.index import Index
from kg.compare.queries import compare_query
from kg.compare.record import Record
from kg.store.interface import Iri, Literal, Store
from kg.vocabulary import BASE

# What kinds of things an initiative can be, by the part of their IRIs, in the order of columns.
KINDS = {
    "project": "projects",
    "funding": "funding",
    "knowledge": "guidance and studies",
    "body": "networks and bodies",
    "document": "policies",
    "law": "laws",
    "event": "events",
    "award": "awards",
}
_SAME_COLUMN = {"series": "event"}

NOTHING = "nothing"
ENDED = "only ended"
RUNNING = "running"
UNDATED = "no end stated"


@dataclass(frozen=True)
class Cell:
    """What there is of one kind on one theme: labels of what runs, has no stated end, has ended."""

    running: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """What a proposal of this kind on this theme would meet."""
        if self.running:
            return RUNNING
        if self.undated:
            return UNDATED
        return ENDED if self.ended else NOTHING


@dataclass(frozen=True)
class Row:
    """One theme with its cells, in the order of KINDS."""

    theme: str
    label: str
    cells: Mapping[str, Cell]


@dataclass
class _Tally:
    running: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


def read_closed(store: Store) -> dict[str, str]:
    """Return the calls and topics without an end whose programme has given way, and since when."""
    return {
        thing.value: day.value
        for thing, day in store.select(compare_query("closed"))
        if isinstance(thing, Iri) and isinstance(day, Literal)
    }


def find_gaps(
    index: Index,
    today: str,
    territory: str = "",
    kinds: Iterable[str] = (),
    closed: Mapping[str, str] | None = None,
) -> list[Row]:
    """Return every theme with what there is of each kind on a day (`2026-11-20`).

    `territory` is the IRI of a place to which initiatives must be tied. A theme counts for its
    broader themes as the landscape has it. What has no end of its own has ended on the day that
    `closed` gives for it.
    """
    wanted = list(kinds) or list(KINDS)
    tallies: dict[tuple[str, str], _Tally] = {}
    for number in index.numbers():
        record = index.record(number)
        if territory and territory not in {claim.value for claim in record.on("territory")}:
            continue
        for claim in record.on("themes"):
            tally = tallies.setdefault((claim.value, _kind(record)), _Tally())
            _count(tally, record, today, (closed or {}).get(record.iri, ""))
    themes = index.themes
    return [
        Row(
            theme,
            themes[theme][0],
            {kind: _cell(tallies.get((theme, kind), _Tally())) for kind in wanted},
        )
        for theme in sorted(themes, key=lambda theme: themes[theme][0].casefold())
    ]


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the table as JSON values: one object for each theme and kind."""
    return [
        {
            "theme": row.theme,
            "label": row.label,
            "kind": KINDS[kind],
            "state": cell.state,
            "running": list(cell.running),
            "no_end_stated": list(cell.undated),
            "ended": list(cell.ended),
        }
        for row in rows
        for kind, cell in row.cells.items()
    ]


def as_rows(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and lines of the table: `-` nothing, `ended n`, or how many there are."""
    kinds = list(rows[0].cells) if rows else []
    header = ("theme", *(KINDS[kind] for kind in kinds))
    return header, [(row.label, *(_shown(row.cells[kind]) for kind in kinds)) for row in rows]


def _shown(cell: Cell) -> str:
    if cell.state == NOTHING:
        return "-"
    if cell.state == ENDED:
        return f"ended {len(cell.ended)}"
    open_ended = f" ({len(cell.undated)}?)" if cell.undated else ""
    return f"{len(cell.running)}{open_ended}"


def _kind(record: Record) -> str:
    kind = record.iri.removeprefix(f"{BASE}id/").partition("/")[0]
    return _SAME_COLUMN.get(kind, kind)


def _count(tally: _Tally, record: Record, today: str, closed: str) -> None:
    end = record.end or closed
    if end and end < today:
        tally.ended.append(record.label)
    elif record.end:
        tally.running.append(record.label)
    else:
        tally.undated.append(record.label)


def _cell(tally: _Tally) -> Cell:
    return Cell(
        tuple(sorted(tally.running)), tuple(sorted(tally.undated)), tuple(sorted(tally.ended))
    )
