"""Communities of a network, and how much to make of them: the division of many seeds."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import networkx

from kg.draw.measures import Graph

SEEDS = 20


@dataclass(frozen=True)
class Communities:
    """A division of a network: the number of each node's community, the largest is 1.

    `modularity` is M. E. J. Newman's (2004), doi:10.1103/PhysRevE.69.026113. `agreement` is the
    mean adjusted Rand index between the divisions of all seeds: 1 when all are the same, about 0
    when they have nothing in common. `stability` is the share of divisions, on average, in which a
    node is together with each other member of its community here; None for a community of one.
    """

    number: Mapping[Any, int]
    count: int
    modularity: float
    agreement: float
    stability: Mapping[Any, float | None]


def communities(graph: Graph, seeds: int = SEEDS) -> Communities:
    """Return the division with the highest modularity of those that several seeds give.

    The Louvain method: V. D. Blondel and others, "Fast unfolding of communities in large networks"
    (2008), doi:10.1088/1742-5468/2008/10/P10008. It finds one of many good divisions, and which one
    depends on the seed; so `agreement` and `stability` say how much to make of it.
    """
    nodes = list(graph)
    # Numbers, since networkx 3.6 walks through sets of nodes, whose order is that of their hashes.
    numbered: Graph = networkx.convert_node_labels_to_integers(graph)
    runs = []
    for seed in range(seeds):
        parts = networkx.community.louvain_communities(numbered, weight="weight", seed=seed)
        parts.sort(key=lambda part: (-len(part), min(part)))
        # Without links there is nothing to divide, and no modularity.
        value = networkx.community.modularity(numbered, parts) if graph.size() else 0.0
        runs.append((value, [number for _, number in sorted(_numbers(parts))]))
    best, labels = max(runs, key=lambda run: round(run[0], 12))
    pairs = list(combinations([run for _, run in runs], 2))
    return Communities(
        number=dict(zip(nodes, labels, strict=True)),
        count=max(labels, default=0),
        modularity=best,
        agreement=sum(adjusted_rand(*pair) for pair in pairs) / len(pairs) if pairs else 1.0,
        stability=dict(zip(nodes, _stability(labels, [run for _, run in runs]), strict=True)),
    )


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """Return how alike two divisions of the same things are, corrected for chance.

    L. Hubert and P. Arabie, "Comparing partitions", Journal of Classification 2 (1985),
    doi:10.1007/BF01908075.
    """
    both = _pairs_within(zip(one, other, strict=True))
    in_one, in_other = _pairs_within(one), _pairs_within(other)
    expected = in_one * in_other / max(math.comb(len(one), 2), 1)
    most = (in_one + in_other) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _pairs_within(labels: Iterable[Hashable]) -> int:
    return sum(math.comb(count, 2) for count in Counter(labels).values())


def _numbers(parts: Sequence[Iterable[int]]) -> list[tuple[int, int]]:
    return [(node, number) for number, part in enumerate(parts, 1) for node in part]


def _stability(labels: Sequence[int], runs: Sequence[Sequence[int]]) -> list[float | None]:
    members = Counter(labels)
    together: Counter[int] = Counter()
    for run in runs:
        both = Counter(zip(labels, run, strict=True))
        for node, pair in enumerate(zip(labels, run, strict=True)):
            together[node] += both[pair] - 1
    return [
        together[node] / (len(runs) * (members[label] - 1)) if members[label] > 1 else None
        for node, label in enumerate(labels)
    ]
