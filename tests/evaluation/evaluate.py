"""Measure `kg check` on labelled proposals: recall, false alarms by band, reliability, with intervals.

`make evaluate` runs it on the held-out set, without a model, with the multilingual one and with the
directory that KG_MODEL names, and fails when a figure is worse than its floor in floors.json.
"""

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.compare.embedder import MULTILINGUAL_MODEL, open_embedder
from kg.compare.index import Index
from kg.compare.kept_vectors import keep_vectors
from kg.compare.method import BANDS, NOTHING, PROBABLE, STRONG, WORDING, Method
from kg.compare.overlap import Near, nearest, read
from kg.compare.proposal import Proposal
from kg.compare.semantic import Meaning
from kg.landscape import open_landscape
from kg.vocabulary import expand
from tests.evaluation.fit import fit_bands
from tests.evaluation.refit import refit

HERE = Path(__file__).parent
# What quality is promised on; two tests of the limits; and what weights and bands are set on.
SETS = {
    "heldout": ("heldout",),
    "disguised": ("heldout-disguised",),
    "sentences": ("heldout-sentences",),
    "tuning": ("tuning", "tuning-2", "tuning-3", "tuning-4"),
}
ALARM = (STRONG, PROBABLE)


@dataclass(frozen=True)
class Outcome:
    """One labelled proposal: the rank of the first right initiative (from 1, or 0), and its band."""

    labelled: dict[str, Any]
    rank: int
    band: str
    score: float
    first: str


def read_set(name: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the overlapping and the new proposals of a labelled set."""
    overlapping: list[dict[str, Any]] = []
    new: list[dict[str, Any]] = []
    for file in SETS[name]:
        values = json.loads((HERE / f"{file}.json").read_text(encoding="utf-8"))
        overlapping += values["overlapping"]
        new += values["new"]
    return overlapping, new


def judge(find: Callable[[str], list[Near]], labelled: Sequence[dict[str, Any]]) -> list[Outcome]:
    """Check each labelled proposal, and see where the right initiatives stand."""
    outcomes = []
    for one in labelled:
        found = find(one["text"])
        right = {expand(thing) for thing in one.get("expects", ())}
        rank = next((n for n, near in enumerate(found, 1) if near.record.iri in right), 0)
        first = found[0] if found else None
        outcomes.append(
            Outcome(
                one,
                rank,
                first.band if first else NOTHING,
                first.score if first else 0.0,
                first.record.label if first else "",
            )
        )
    return outcomes


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927), which small sets need."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (
        max(0.0, (middle - spread) / (1 + z * z / total)),
        (middle + spread) / (1 + z * z / total),
    )


def share(hits: int, total: int) -> str:
    """Return a share with its interval, for reading."""
    low, high = wilson(hits, total)
    part = hits / total if total else 0.0
    return f"{part:5.2f}  ({hits} of {total}; 95 %: {low:.2f} to {high:.2f})"


def report(overlapping: list[Outcome], new: list[Outcome]) -> None:
    """Print what was measured, with intervals."""
    total = len(overlapping)
    for depth in (1, 3, 5):
        hits = sum(0 < one.rank <= depth for one in overlapping)
        print(f"  recall at {depth}                  {share(hits, total)}")
    for key in ("difficulty", "language"):
        for value in sorted({one.labelled[key] for one in overlapping}):
            some = [one for one in overlapping if one.labelled[key] == value]
            hits = sum(0 < one.rank <= 3 for one in some)
            print(f"    at 3, {value:<18} {share(hits, len(some))}")
    alarms = sum(one.band in ALARM for one in new)
    print(f"  false alarms (probable +)    {share(alarms, len(new))}")
    for field in sorted({one.labelled["field"] for one in new}):
        some = [one for one in new if one.labelled["field"] == field]
        hits = sum(one.band in ALARM for one in some)
        print(f"    in {field} fields             {share(hits, len(some))}")
    for band in BANDS:
        of_new = sum(one.band == band for one in new)
        of_old = [one for one in overlapping if one.band == band]
        right = sum(one.rank == 1 for one in of_old)
        print(
            f"    {band:<14} {of_new:3} of the new; {len(of_old):3} of the overlapping,"
            f" {right} with the right one first"
        )
    caught = sum(one.band in ALARM for one in overlapping)
    print(f"  overlap told as probable +   {share(caught, total)}")
    print(f"  reliability of probable +    {share(caught, caught + alarms)}")
    print(f"  told apart (AUC)             {auc(overlapping, new):5.2f}")


def figures(overlapping: list[Outcome], new: list[Outcome]) -> dict[str, float]:
    """Return the figures that have floors."""
    return {
        "recall_at_3": sum(0 < one.rank <= 3 for one in overlapping) / len(overlapping),
        "false_alarms": sum(one.band in ALARM for one in new) / len(new),
    }


def auc(overlapping: list[Outcome], new: list[Outcome]) -> float:
    """Return how often an overlapping proposal scores above a new one."""
    wins = sum((a.score > b.score) + 0.5 * (a.score == b.score) for a in overlapping for b in new)
    return wins / (len(overlapping) * len(new))


def broken(found: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Return a line for each figure that is worse than its floor."""
    lines = []
    if found["recall_at_3"] < floors["recall_at_3"]:
        lines.append(f"recall at 3 is {found['recall_at_3']:.2f}, below {floors['recall_at_3']}")
    if found["false_alarms"] > floors["false_alarms"]:
        lines.append(
            f"false alarms are {found['false_alarms']:.2f}, above {floors['false_alarms']}"
        )
    return lines


def finder(index: Index, method: Method, meaning: Meaning | None) -> Callable[[str], list[Near]]:
    """Return what finds initiatives for a text, as `kg check` does."""
    return lambda text: nearest(index, read(index, Proposal(text=text)), method, meaning)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each method, print, and return 1 when a floor is broken."""
    given = _parser().parse_args(arguments)
    landscape = open_landscape(given.home, lambda told: print(told, file=sys.stderr))
    index = landscape.checker().index
    methods: list[tuple[str, Method, Meaning | None]] = [("wording", WORDING, None)]
    for name in dict.fromkeys([MULTILINGUAL_MODEL, *filter(None, [given.model])]):
        model = open_embedder(name)
        kept = keep_vectors(model, landscape.home / "overlap")
        called = name if name == MULTILINGUAL_MODEL else "meaning"
        methods.append((called, model.method, Meaning(kept, index, print)))
    if given.judgements:
        for _, method, meaning in methods:
            refit(landscape.home, index, method, meaning, given.proposals)
        return 0
    print(f"{index.total} initiatives and events; set: {given.set}")
    faults = [line for each in methods for line in measure(index, *each, given)]
    if not given.model:
        print("\nWithout KG_MODEL no model directory is measured.")
    if given.set == "heldout":
        print("\n" + ("\n".join(f"BROKEN  {line}" for line in faults) or "ok      floors are kept"))
    return 1 if faults else 0


def measure(
    index: Index,
    name: str,
    method: Method,
    meaning: Meaning | None,
    given: argparse.Namespace,
) -> list[str]:
    """Measure one method and print; return a line for each figure below its floor."""
    overlapping, new = read_set(given.set)
    print(f"\n{method.name}" + (f"\n  model {method.model_sha256}" if meaning else ""))
    find = finder(index, method, meaning)
    hits, misses = judge(find, overlapping), judge(find, new)
    report(hits, misses)
    if given.misses:
        tell_misses(hits, misses)
    if given.set != "heldout":
        begins = ", ".join(map(str, fit_bands(one.score for one in misses)))
        print(f"  the bands would begin at     {begins} (strong, probable, worth reading)")
        return []
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    found = figures(hits, misses)
    short = broken(found, floors["wanted"][name])
    print("  the aim set beforehand is    " + ("; ".join(short) or "reached"))
    return [f"{name}: {line}" for line in broken(found, floors[name])]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--set", default="heldout", choices=tuple(SETS))
    parser.add_argument("--model", default=os.environ.get("KG_MODEL", ""))
    parser.add_argument("--home", type=Path)
    parser.add_argument("--misses", action="store_true", help="also list what was not found")
    parser.add_argument("--judgements", action="store_true", help="what a re-fit would change")
    parser.add_argument("--proposals", type=Path, help="folder of the proposals that were judged")
    return parser


def tell_misses(overlapping: list[Outcome], new: list[Outcome]) -> None:
    """Print each proposal whose initiative is not among the first three, and each false alarm."""
    for one in overlapping:
        if not 0 < one.rank <= 3:
            print(f"    missed {one.labelled['id']} (rank {one.rank or '-'}); first: {one.first}")
    for one in new:
        if one.band in ALARM:
            print(f"    alarm  {one.labelled['id']} {one.score:.2f} {one.first}")


if __name__ == "__main__":
    sys.exit(main())
