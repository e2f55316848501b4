"""Triples as RDF/XML, one description for each run of triples with the same subject.

Oxigraph's own writer leaves a line end as it is, which XML readers change, and writes an element
without a name for a property such as `http://e/123` (0.5.13).
"""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import BinaryIO

from kg.ask.xml_text import refuse_what_xml_cannot_hold
from kg.errors import BadInput
from kg.store.interface import Blank, Iri, Literal, Term
from kg.vocabulary import PREFIXES, RDF, XSD

_Triple = tuple[Term, Term, Term]
_LOCAL_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_PREFIX_OF = {iri: prefix for prefix, iri in PREFIXES.items()}
# A carriage return that is not written as a reference becomes a line feed for the reader.
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTES = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
_PLAIN = (XSD + "string", RDF + "langString")


def write_rdf_xml(triples: Iterable[_Triple], output: BinaryIO) -> None:
    """Write triples as they come; raise BadInput for what RDF/XML has no way to write."""
    output.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="{RDF}">\n'.encode())
    for subject, group in groupby(triples, key=lambda triple: triple[0]):
        about = "rdf:nodeID" if isinstance(subject, Blank) else "rdf:about"
        lines = [f"  <rdf:Description {about}={_attribute(subject.value)}>"]
        lines += [_element(predicate.value, thing) for _, predicate, thing in group]
        lines.append("  </rdf:Description>\n")
        output.write("\n".join(lines).encode())
    output.write(b"</rdf:RDF>\n")


def _element(predicate: str, thing: Term) -> str:
    name, declared = _name(predicate)
    if isinstance(thing, Literal):
        about = ""
        if thing.language:
            about = f' xml:lang="{thing.language}"'
        elif thing.datatype not in _PLAIN:
            about = f" rdf:datatype={_attribute(thing.datatype)}"
        return f"    <{name}{declared}{about}>{_text(thing.value)}</{name}>"
    kind = "rdf:resource" if isinstance(thing, Iri) else "rdf:nodeID"
    return f"    <{name}{declared} {kind}={_attribute(thing.value)}/>"


def _name(predicate: str) -> tuple[str, str]:
    """Return the name of a property's element and the namespace to be declared with it."""
    cut = max(predicate.rfind("/"), predicate.rfind("#"), predicate.rfind(":")) + 1
    while cut < len(predicate) and not _LOCAL_NAME.match(predicate, cut):
        cut += 1
    if cut in (0, len(predicate)):
        raise BadInput(
            f"--format rdfxml: the property <{predicate}> does not end in a name,"
            " which RDF/XML needs; take ttl, nt or jsonld"
        )
    namespace, local = predicate[:cut], predicate[cut:]
    prefix = _PREFIX_OF.get(namespace, "ns")
    declared = "" if namespace == RDF else f" xmlns:{prefix}={_attribute(namespace)}"
    return f"{prefix}:{local}", declared


def _text(text: str) -> str:
    refuse_what_xml_cannot_hold(text)
    return text.translate(_IN_TEXT)


def _attribute(text: str) -> str:
    refuse_what_xml_cannot_hold(text)
    return f'"{text.translate(_IN_ATTRIBUTES)}"'
