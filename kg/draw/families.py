"""How a picture groups things and relations: a few families of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.vocabulary import DCTERMS, OWL, USK


@dataclass(frozen=True)
class Family:
    """A family of things: its key in style and script, its name, and its classes."""

    key: str
    label: str
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Relations:
    """A family of relations: its key, its name, and the words back from object to subject."""

    key: str
    label: str
    back: Mapping[str, str]


# The first family with a class of the thing counts: an association that is a network is drawn as
# a network.
FAMILIES = (
    Family("project", "Projects", ("Project",)),
    Family("funding", "Funding", ("FundingInstrument",)),
    Family("body", "Networks and bodies", ("CollaborationBody",)),
    Family("organisation", "Organisations", ("Organisation",)),
    Family("policy", "Policy and law", ("Document",)),
    Family("event", "Events and awards", ("Event", "EventSeries", "Award")),
    Family("knowledge", "Knowledge", ("KnowledgeResource",)),
    Family("office", "Public offices", ("Office",)),
    Family("place", "Places", ("Place",)),
    Family("other", "Other", ()),
)

RELATIONS = (
    Relations(
        "money",
        "Money",
        {
            "fundedBy": "funds",
            "fundedUnder": "funds",
            "jointlyManagedBy": "jointly manages",
            "managedBy": "manages",
            "partOfInstrument": "includes",
        },
    ),
    Relations(
        "part",
        "Taking part",
        {
            "carriedOutBy": "carries out",
            "coChairedBy": "co-chairs",
            "coordinatedBy": "coordinates",
            "foundedBy": "founded",
            "hasMember": "is a member of",
            "hasObserver": "is an observer in",
            "hasParticipant": "takes part in",
            "hasPartner": "is a partner in",
            "hasSecretariat": "is the secretariat of",
            "hasSpeaker": "speaks at",
            "hostedBy": "hosts",
            "initiatedBy": "initiated",
            "ledBy": "leads",
            "organisedBy": "organises",
        },
    ),
    Relations(
        "document",
        "Papers and results",
        {
            "adoptedAt": "saw the adoption of",
            "adoptedBy": "adopted",
            "draftedBy": "drafted",
            "issuedBy": "issued",
            "presentedAt": "saw the presentation of",
            "presentedBy": "presented",
            "produced": "was produced by",
            "signedBy": "signed",
        },
    ),
    Relations(
        "after",
        "What came before",
        {
            "accompanies": "is accompanied by",
            "amends": "is amended by",
            "buildsOn": "is built on by",
            "deliversOn": "is delivered on by",
            "followsUp": "is followed up by",
            "implements": "is implemented by",
            "repeals": "is repealed by",
            "supersedes": "is superseded by",
        },
    ),
    Relations(
        "whole",
        "Parts of a whole",
        {
            "officeOf": "has the office",
            "partOfBody": "has the part",
            "partOfEvent": "has the part",
            "partOfProject": "has the part",
            "partOfSeries": "has the edition",
        },
    ),
    Relations(
        "place",
        "Where",
        {
            "authorityOf": "has the authority",
            "basedIn": "is the base of",
            "governs": "is governed by",
            "involvesPlace": "is involved in",
            "takesPlaceIn": "is the venue of",
        },
    ),
    Relations(
        "listed",
        "Listed, role not stated",
        {"namedResponsible": "is listed as responsible for"},
    ),
)

# Words back of relations that stand on cards and join nothing in a picture.
_BACK_OF_OTHERS = {
    "consistentWith": "is consistent with",
    "refersTo": "is referred to by",
    "targetsGroup": "is the group that is meant by",
    DCTERMS + "isPartOf": "has the part",
    OWL + "differentFrom": "is not the same as",
}

WEAK = USK + "namedResponsible"


_RELATIONS_OF = {local: family for family in reversed(RELATIONS) for local in family.back}


@cache
def family_of(classes: frozenset[str]) -> str:
    """Return the key of the family for things of these classes, the more general ones included."""
    return next(
        (
            family.key
            for family in FAMILIES
            if any(USK + name in classes for name in family.classes)
        ),
        FAMILIES[-1].key,
    )


def relations_of(relation: str) -> str:
    """Return the key of a relation's family; one that no family lists is a way of taking part."""
    family = _RELATIONS_OF.get(relation.removeprefix(USK))
    return family.key if family else "part"


def words_back(relation: str, label: str) -> str:
    """Return the words from the object of a relation to its subject; `label` are those there."""
    local = relation.removeprefix(USK)
    family = _RELATIONS_OF.get(local)
    if family:
        return family.back[local]
    return _BACK_OF_OTHERS.get(local, f"is named in: {label}")
