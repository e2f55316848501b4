"""How an answer reads: its sentences and rows, the same in every format."""

from collections.abc import Iterator

from kg.compare.axes import AXES, NOT_COMPARED, Comparison, Evidence
from kg.compare.check import Check
from kg.compare.embedder import GET
from kg.compare.judgement_file import Judgement
from kg.compare.method import NOTHING
from kg.compare.overlap import Near
from kg.compare.recognise import Recognised

TITLES = {
    "purpose": "Purpose",
    "themes": "Themes",
    "territory": "Territory",
    "partners": "Partners",
    "instrument": "Instrument and money",
    "period": "Period",
    "group": "Target group",
}


def verdict(check: Check) -> str:
    """Return the answer to the question in one sentence, never more than was looked at."""
    by_wording = not check.method.model_sha256
    if check.band == NOTHING:
        if by_wording:
            return (
                "No overlap found in wording; other words for the same thing were not looked for."
            )
        return "Nothing near was found in what was searched."
    where = "by wording" if by_wording else "by meaning and wording"
    first = check.matches[0].record.label
    return f"{check.band.capitalize()} overlap {where}: nearest is {first}."


def how(check: Check) -> str:
    """Return what was used, and what a person without a model can do about it."""
    if check.method.model_sha256:
        return f"Compared by {check.method.name}; model SHA-256 {check.method.model_sha256}."
    return (
        "Looked at wording only. With a sentence-embedding model, other words for the same purpose"
        f" are found too, in sixteen languages: {GET}, then --model multilingual."
    )


def searched(check: Check, *, sources: bool) -> str:
    """Return what was searched, in a sentence; with the names of all `sources` for the file."""
    told = check.searched
    named = "; ".join(told.sources) if sources else "`kg info` names them"
    return (
        f"{told.initiatives:,} initiatives and events from {len(told.sources)} sources"
        f" ({named}); the newest dated one is of {told.newest or 'no day'}."
    )


def signals(near: Near) -> str:
    """Return what a band rests on, in words a reader can check."""
    told = near.signals._asdict()
    order = ("meaning", "words", "characters", "plain", "ideas", "themes")
    return ", ".join(f"{name} {told[name]:.2f}" for name in order if told[name])


def facts(check: Check) -> list[str]:
    """Return what is known of the proposal beside its text, line by line."""
    asked = check.proposal
    told = []
    if asked.start or asked.end:
        told.append(f"Period: {asked.start or 'no start'} to {asked.end or 'no end'}")
    if asked.amount:
        told.append(f"Amount: {asked.amount.written}")
    if check.recognised:
        told.append(f"Recognised: {'; '.join(map(said, check.recognised))}")
    if check.read.themes:
        how_known = "given" if check.read.themes_given else "read from its words"
        names = ", ".join(iri.rpartition("/")[2].replace("-", " ") for iri in check.read.themes)
        told.append(f"Themes ({how_known}): {names}")
    if check.read.groups:
        told.append(f"Target groups (read from its words): {', '.join(check.read.groups)}")
    return told


def bands(check: Check) -> str:
    """Return where the bands begin, and on what they were set."""
    begins = check.method.begins
    return (
        f"Bands begin at {begins.strong} (strong), {begins.probable} (probable) and"
        f" {begins.worth_reading} (worth reading) of the weighted sum; they are set on labelled"
        " proposals (`make evaluate`) and are no probabilities."
    )


def rows(one: Comparison) -> Iterator[tuple[str, str, str, str, str]]:
    """Give each axis with its evidence: axis, verdict, yours, theirs, passage."""
    for axis in AXES:
        evidence = [piece for piece in one.evidence if piece.axis == axis]
        if not evidence or one.verdicts[axis] == NOT_COMPARED:
            told = evidence[0].text if evidence else ""
            yield TITLES[axis], NOT_COMPARED, "", told, ""
            continue
        for number, piece in enumerate(evidence):
            first = one.verdicts[axis] if number == 0 else ""
            title = TITLES[axis] if number == 0 else ""
            yield title, first, piece.yours, _theirs(piece), piece.passage


def said(one: Recognised) -> str:
    """Return a recognised name for reading."""
    if not one.things:
        return f"{one.text} (not known to the landscape)"
    if len(one.things) > 1:
        return f"{one.text} (could be {' or '.join(label for _, label in one.things)})"
    label = one.things[0][1]
    return one.text if label == one.text else f"{one.text} ({label})"


def judged_line(judged: Judgement) -> str:
    """Return a judgement for reading."""
    return f"Judged {judged.verdict} by {judged.by} on {judged.at[:10]}: {judged.why}"


def _theirs(piece: Evidence) -> str:
    return f"{piece.theirs}: {piece.text}" if piece.axis == "period" else piece.theirs
