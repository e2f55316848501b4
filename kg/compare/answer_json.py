"""The answer of a check as JSON values."""

from typing import Any

from kg.compare.answer import verdict
from kg.compare.axes import Comparison
from kg.compare.check import Check
from kg.compare.recognise import Recognised


def as_json(check: Check) -> dict[str, Any]:
    """Return the answer as JSON values, in the shape that docs/json.md describes."""
    asked = check.proposal
    return {
        "proposal": {
            "iri": asked.iri,
            "title": asked.title,
            "text": asked.text,
            "language": check.read.language,
            "themes": [{"iri": iri, "words": words} for iri, words in check.read.themes.items()],
            "themes_given": check.read.themes_given,
            "groups": list(check.read.groups),
            "start": asked.start,
            "end": asked.end,
            "amount": asked.amount.written if asked.amount else "",
            "source": asked.source,
            "recognised": [_recognised(one) for one in check.recognised],
        },
        "verdict": verdict(check),
        "band": check.band,
        "searched": {
            "initiatives": check.searched.initiatives,
            "sources": list(check.searched.sources),
            "newest": check.searched.newest,
            "missing": list(check.searched.missing),
            "landscape": check.searched.landscape,
        },
        "method": check.method.as_json(),
        "matches": [_match(check, one) for one in check.matches],
        "uncovered": list(check.uncovered),
        "remarks": list(check.remarks),
    }


def _match(check: Check, one: Comparison) -> dict[str, Any]:
    record = one.record
    return {
        "iri": record.iri,
        "label": record.label,
        "type": record.kind,
        "band": one.near.band,
        "score": one.near.score,
        "axes": dict(one.verdicts),
        "evidence": [
            {
                "axis": piece.axis,
                "text": piece.text,
                "yours": piece.yours,
                "theirs": piece.theirs,
                "passage": {"iri": piece.graph, "label": piece.passage} if piece.graph else None,
            }
            for piece in one.evidence
        ],
        "judgements": [vars(judged) for judged in check.judgements.get(record.iri, ())],
    }


def _recognised(one: Recognised) -> dict[str, Any]:
    return {
        "text": one.text,
        "axis": one.axis,
        "given": one.given,
        "things": [{"iri": iri, "label": label} for iri, label in one.things],
    }
