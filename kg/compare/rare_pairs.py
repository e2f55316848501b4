"""Pairs of alike texts among very many: those that share most of their rarest terms."""

from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from kg.compare.index import Index

# A term in no more records than these is rare. Of each record as many rare ones are looked at as
# stand in so many others; near texts share so many of them, and such a part.
_RARE = 1_000
_POSTINGS_EACH = 2_000
_SHARED = 3
_SHARED_PART = 0.25


def pairs_by_rare_terms(index: Index, most: int) -> Iterator[tuple[int, int]]:
    """Give the pairs of records that share most of their rarest terms, up to `most` for each.

    Two texts that are near share rare terms: common ones, which most pairs share, need not be
    looked at.
    """
    index.database.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.posting USING fts5vocab(main, 'find', 'instance')"
    )
    rows = index.database.execute(
        "SELECT group_concat(doc) FROM temp.posting WHERE col = 'terms' AND term NOT GLOB 'p0*'"
        " GROUP BY term HAVING count(*) BETWEEN 2 AND ?",
        (_RARE,),
    )
    postings = sorted((array("I", map(int, found.split(","))) for (found,) in rows), key=len)
    rarest: dict[int, list[int]] = {}
    looked_at: Counter[int] = Counter()
    for term, having in enumerate(postings):
        for number in having:
            if looked_at[number] < _POSTINGS_EACH:
                rarest.setdefault(number, []).append(term)
                looked_at[number] += len(having)
    for number, mine in rarest.items():
        shared = Counter(chain.from_iterable(postings[term] for term in mine))
        del shared[number]
        least = max(_SHARED, _SHARED_PART * len(mine))
        if max(shared.values(), default=0) >= least:  # which few are, and costs the least
            for other, count in shared.most_common(most):
                if count >= least:
                    yield number, other
