"""What the judgements of people say about the bands: where they would begin, and what would change."""

from dataclasses import replace

from kg.compare.index import Index
from kg.compare.judgements import read_judgements
from kg.compare.method import BANDS, NOTHING, WORDING
from kg.compare.overlap import nearest, read
from kg.compare.proposal import Proposal
from kg.landscape import Landscape

ENOUGH = 200
ALIKE = ("same", "overlapping", "successor")
UNLIKE = ("different", "complementary")


def refit(landscape: Landscape, index: Index) -> int:
    """Print the bands that the judgements would give beside the committed ones; change nothing."""
    scored = list(_scored(landscape, index))
    print(f"{len(scored)} judged pairs of described initiatives")
    if len(scored) < ENOUGH:
        print(f"Fewer than {ENOUGH}: the committed bands stay. `kg judge` adds more.")
        return 0
    unlike = sorted((score for score, alike in scored if not alike), reverse=True)
    probable = unlike[len(unlike) // 20] if unlike else WORDING.probable
    fitted = replace(WORDING, probable=round(probable, 2), strong=round(probable + 0.08, 2))
    changed = sum(fitted.band(score) != WORDING.band(score) for score, _ in scored)
    print(f"probable would begin at {fitted.probable} instead of {WORDING.probable},")
    print(
        f"strong at {fitted.strong} instead of {WORDING.strong}: {changed} of the pairs would move"
    )
    for band in BANDS:
        if band != NOTHING:
            inside = [alike for score, alike in scored if fitted.band(score) == band]
            print(f"  {band}: {sum(inside)} of {len(inside)} judged to overlap")
    return 0


def _scored(landscape: Landscape, index: Index):
    for judged in read_judgements(landscape.home):
        one, other = index.number_of(judged.one), index.number_of(judged.other)
        known = judged.verdict in ALIKE or judged.verdict in UNLIKE
        if not judged.stands or one is None or other is None or not known:
            continue
        found = nearest(index, read(index, Proposal(text=index.record(one).whole)), WORDING)
        score = next((near.score for near in found if near.number == other), 0.0)
        yield score, judged.verdict in ALIKE
