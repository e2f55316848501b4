"""What the judgements of people say about the bands: where they would begin, and what would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.compare.index import Index
from kg.compare.judgement_file import Judgement
from kg.compare.judgements import read_judgements
from kg.compare.method import BANDS, Begins, Method
from kg.compare.overlap import nearest, read
from kg.compare.proposal import Proposal, read_proposal
from kg.compare.semantic import Meaning
from kg.errors import BadInput
from tests.evaluation.fit import fit_bands

ENOUGH = 200
SHOWN = 12
ALIKE = ("same", "overlapping", "successor")
UNLIKE = ("different", "complementary")


@dataclass(frozen=True)
class Scored:
    """A judged pair: how near the method finds the two, and whether people say they overlap."""

    judged: Judgement
    score: float

    @property
    def alike(self) -> bool:
        return self.judged.verdict in ALIKE

    @property
    def label(self) -> str:
        return f"{self.judged.one_label} / {self.judged.other_label}"


def refit(
    home: Path,
    index: Index,
    method: Method,
    meaning: Meaning | None = None,
    proposals: Path | None = None,
) -> int:
    """Print the bands that the judgements would give beside the committed ones; change nothing.

    Return the number of pairs that could be scored: of two described initiatives, or of an
    initiative and a proposal whose file is in the folder `proposals`.
    """
    judged = [one for one in read_judgements(home) if one.stands]
    scored = list(score_pairs(judged, index, method, meaning, _texts(proposals)))
    print(f"\n{method.name}")
    print(f"  {len(judged)} judgements stand, {len(scored)} of them on pairs that can be compared")
    if len(scored) < ENOUGH:
        print(f"  Fewer than {ENOUGH}: the committed bands stay. `kg judge` adds more.")
        return len(scored)
    unlike = [one.score for one in scored if not one.alike]
    if len(unlike) < ENOUGH // 4:
        print(
            f"  Only {len(unlike)} of them do not overlap; bands are set on those, and {ENOUGH // 4}"
            " are the least. The committed bands stay."
        )
        return len(scored)
    _tell(scored, method, replace(method, begins=Begins(*fit_bands(unlike))))
    return len(scored)


def score_pairs(
    judged: Sequence[Judgement],
    index: Index,
    method: Method,
    meaning: Meaning | None,
    texts: dict[str, str],
) -> Iterator[Scored]:
    """Give the pairs of which one text can be compared with one described initiative."""
    found: dict[str, dict[int, float]] = {}
    for one in judged:
        if one.verdict not in ALIKE + UNLIKE:
            continue
        asked, other = sorted((one.one, one.other), key=lambda iri: iri not in texts)
        number, text = index.number_of(other), texts.get(asked) or _text_of(index, asked)
        if number is None or not text or not index.record(number).text:
            continue
        if asked not in found:
            near = nearest(index, read(index, Proposal(text=text)), method, meaning)
            found[asked] = {one.number: one.score for one in near}
        yield Scored(one, found[asked].get(number, 0.0))


def _tell(scored: Sequence[Scored], method: Method, fitted: Method) -> None:
    for band, then, now in zip(BANDS[:-1], fitted.begins, method.begins, strict=True):
        print(f"  {band} would begin at {then} instead of {now}")
    for told, which in (("now", method), ("then", fitted)):
        print(f"  {told}, of the pairs in each band so many overlap by the judgements:")
        for band in BANDS:
            inside = [one.alike for one in scored if which.band(one.score) == band]
            print(f"    {band:<14} {sum(inside)} of {len(inside)}")
    moved = [one for one in scored if method.band(one.score) != fitted.band(one.score)]
    print(f"  {len(moved)} of the {len(scored)} pairs would move")
    for one in moved[:SHOWN]:
        change = f"{method.band(one.score)} -> {fitted.band(one.score)}"
        print(f"    {one.label}: {change} (judged {one.judged.verdict})")
    if len(moved) > SHOWN:
        print(f"    and {len(moved) - SHOWN} more")
    print(
        "  Nothing was changed. People judge what they are shown, so that judged pairs are nearer"
        " than others:\n  compare with `evaluate --set tuning` before kg/compare/method.py is edited."
    )


def _text_of(index: Index, iri: str) -> str:
    number = index.number_of(iri)
    record = index.record(number) if number is not None else None
    return record.whole if record is not None and record.text else ""


def _texts(folder: Path | None) -> dict[str, str]:
    """Return the texts of the proposals in a folder by their IRIs; files that are none are told."""
    texts = {}
    for path in sorted(folder.iterdir()) if folder else ():
        try:
            proposal = read_proposal(path, {})
        except BadInput as problem:
            print(f"  not read: {problem}")
        else:
            texts[proposal.iri] = proposal.whole
    return texts
