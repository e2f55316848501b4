"""What a record says about a thing, in words: money, a figure, a part taken, a step of its plan."""

from kg.ask.card import Record
from kg.store.interface import Iri
from kg.vocabulary import BASE, RDFS, SKOS, USK

_NAMES = (RDFS + "label", SKOS + "altLabel")
# For each role what a thing says of who takes part, and what that one says of the thing.
ROLES = {
    "carrier": ("is carried out by", "carries out"),
    "co-chair": ("is co-chaired by", "co-chairs"),
    "coordinator": ("is coordinated by", "coordinates"),
    "founder": ("was founded by", "founded"),
    "host": ("is hosted by", "hosts"),
    "initiator": ("was initiated by", "initiated"),
    "leader": ("is led by", "leads"),
    "member": ("has member", "is a member of"),
    "observer": ("has observer", "is an observer in"),
    "organiser": ("is organised by", "organises"),
    "participant": ("has participant", "takes part in"),
    "partner": ("has partner", "is a partner in"),
    "secretariat": ("has secretariat", "is the secretariat of"),
    "speaker": ("has speaker", "speaks at"),
}


def money_in_words(record: Record, thing: str) -> tuple[str, str]:
    """Return what kind of fact an allocation is, and the fact."""
    words = [
        _qualifier(record),
        record.value("currency") or "(no currency printed)",
        _number(record.value("amount")),
    ]
    for name, word in (("allocatedFrom", "from"), ("allocatedFor", "for"), ("allocatedTo", "to")):
        others = _others(record, name, thing)
        words += [word, others] if others else []
    told = (_brackets(_period(record)), _brackets(_caveat(record)), _quoted(record))
    return "amount", _joined(*words, *told)


def figure_in_words(record: Record, thing: str) -> tuple[str, str]:
    """Return what a reported figure counts, and the figure."""
    bounds = filter(None, (record.value("minimum"), record.value("maximum")))
    as_of = record.value("asOf")
    said = _joined(
        _qualifier(record),
        record.value("currency"),
        _number(record.value("value")) or " to ".join(bounds),
        f"as of {as_of}" if as_of else "",
        _brackets(_caveat(record)),
        _brackets(_others(record, "about", thing)),
        _quoted(record),
    )
    return record.value("figureKind") or "figure", said


def part_in_words(record: Record, thing: str) -> tuple[str, str]:
    """Return the words of a role as they read on the card of the thing, and what follows them.

    That is by whom a part was taken or in what, in which capacity and when.
    """
    said = [
        _others(record, "participant", thing),
        _others(record, "participationIn", thing),
        record.value("capacity"),
        _caveat(record),
        _brackets(_period(record)),
    ]
    of_the_agent = any(
        fact.predicate == f"{USK}participant" and fact.value == Iri(thing) for fact in record.facts
    )
    roles = [fact for fact in record.facts if fact.predicate == f"{USK}hasRole"]
    role = roles[0].value.value.removeprefix(f"{BASE}role/") if roles else ""
    words = ROLES.get(role, (f"as {record.value('hasRole')}",) * 2)[of_the_agent]
    return words, ", ".join(filter(None, said))


def step_in_words(record: Record, thing: str) -> tuple[str, str]:
    """Return whether a step of a work plan is a phase or a milestone, and what it is and when.

    On the card of what a step only concerns, the work plan is named.
    """
    kind = record.kind.removesuffix("s")
    names = {f.predicate: f.value_label for f in record.facts if f.predicate in _NAMES}
    label = next((names[name] for name in _NAMES if name in names), "")
    plan_of = [f for f in record.facts if f.predicate == f"{USK}{kind}Of"]
    plans = [f.value_label for f in plan_of if not f.value.value.startswith(f"{BASE}id/record/")]
    elsewhere = plans and all(fact.value != Iri(thing) for fact in plan_of)
    date = record.value("date")
    said = _joined(
        label.removeprefix("Milestone: ") or _quoted(record),
        f"on {date}" if date else "",
        _brackets(", ".join(filter(None, ("" if date else _period(record), _caveat(record))))),
    )
    return kind, f"{said}, in the work plan of {', '.join(plans)}" if elsewhere else said


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def _brackets(text: str) -> str:
    return f"({text})" if text else ""


def _others(record: Record, name: str, thing: str) -> str:
    values = [f for f in record.facts if f.predicate == USK + name and f.value != Iri(thing)]
    return ", ".join(fact.value_label for fact in values)


def _qualifier(record: Record) -> str:
    return "" if record.value("qualifier") == "exact" else record.value("qualifier")


def _number(value: str) -> str:
    """Return a number with its thousands apart, or what it is when it is none."""
    whole, point, part = value.partition(".")
    return f"{int(whole):,}{point}{part}" if whole.isdigit() else value


def _caveat(record: Record) -> str:
    """Return whether the source calls what it says provisional, planned or disputed."""
    status = record.value("dateStatus")
    if record.value("provisional") == "true":
        return "provisional"
    return "" if status == "stated" else status


def _quoted(record: Record) -> str:
    return f"“{written}”" if (written := record.value("asWritten")) else ""


def _period(record: Record) -> str:
    start, end = record.value("startDate"), record.value("endDate")
    return f"{start or '…'} to {end or '…'}" if start or end else ""
