"""The class that a person means by a word."""

import re

from kg.ask.names import Names, normalise
from kg.errors import NotFound
from kg.vocabulary import USK


def find_class(names: Names, typed: str) -> str:
    """Return the IRI of the class that a name, a label or a plural stands for.

    Raise NotFound with the nearest labels.
    """
    labels: dict[str, str] = {}
    for name in names.all:
        local = name.thing.removeprefix(USK)
        if name.thing.startswith(USK) and local[:1].isupper():
            labels.setdefault(normalise(name.text), name.thing)
            labels.setdefault(normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local)), name.thing)
            labels.setdefault(normalise(local), name.thing)
    asked = normalise(re.sub(r"^(usk:|.*#)", "", typed))
    for form in (asked, asked.removesuffix("s"), re.sub("ies$", "y", asked)):
        if form in labels:
            return labels[form]
    from kg.ask.nearest import nearest

    near = nearest(typed, sorted({names.label(iri) for iri in labels.values()}))
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `kg info` lists them."
    raise NotFound(f"no class is called '{typed}'{hint}")
