"""Make index.html, the page of the ontology: pyLODE's page, and what it leaves out."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from pylode.profiles.ontpub import OntPub
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS

HERE = Path(__file__).parent
ONTOLOGY = HERE.parent.parent / "ontology"
IRI = "https://w3id.org/urban-security-kg/ontology"
USK = f"{IRI}#"
MATCHES = {
    SKOS.exactMatch: "Same as",
    SKOS.closeMatch: "Close to",
    SKOS.broadMatch: "Narrower than",
    SKOS.relatedMatch: "Related to",
}
STYLE = """
    body { line-height: 1.4; }
    body, #content { max-width: 70rem; }
    .entity { padding: 0 1em; }
    .entity th, .entity td { padding-bottom: 6px; }
    .entity td p, .entity td ul { margin: 0; }
    .entity td ul { list-style: none; padding: 0; }
    #content .entity td ul li { margin-left: 0; }
    dd { margin-bottom: 4px; padding-top: 2px; }
    dd p { margin: 0; }
    code { font-size: 0.95em; overflow-wrap: anywhere; }
    pre { font-family: inherit; margin: 0; white-space: pre-wrap; }
    sup { margin-left: 2px; font-size: 0.7em; }
    #toc { width: 230px; background: white; }
    #toc ul { line-height: 1.5; }
    @media (min-width: 60rem) { body { padding-right: 290px; } #content { width: auto; } }
    @media (max-width: 60rem) {
        body { padding: 1em; } #content { width: auto; }
        #toc { position: static; width: auto; height: auto; margin-top: 2em; }
        .entity table, .entity tr, .entity th, .entity td { display: block; width: auto; }
    }
    @media print { #toc { display: none; } }
"""


def documented(whole: Graph) -> Graph:
    """Return the project's own terms in English: pyLODE runs labels of two languages together."""
    ours = Graph()
    for prefix, namespace in whole.namespaces():
        ours.bind(prefix, namespace)
    for subject, predicate, value in sorted(whole):
        own = isinstance(subject, URIRef) and str(subject).startswith(IRI)
        english = not isinstance(value, Literal) or value.language in (None, "en")
        if own and english and not isinstance(value, BNode) and predicate != RDFS.isDefinedBy:
            ours.add((subject, predicate, value))
    return ours


def link(whole: Graph, term: URIRef) -> str:
    """Return a link to a term: within the page if it is ours, by its short name if it is not."""
    if term.startswith(USK):
        label = next(v for v in whole.objects(term, RDFS.label) if v.language == "en")
        return f'<a href="#{term.removeprefix(USK)}">{html.escape(label)}</a>'
    return f'<a href="{term}">{whole.namespace_manager.curie(term, generate=False)}</a>'


def rows(whole: Graph, term: URIRef) -> Iterator[tuple[str, str]]:
    """Give what pyLODE leaves out of a term, each with its heading."""
    for label in whole.objects(term, RDFS.label):
        if label.language == "fr":
            yield "In French", f'<span lang="fr">{html.escape(label)}</span>'
    if (term, RDF.type, OWL.TransitiveProperty) in whole:
        yield "Transitive", "yes: what holds from one to a second and on to a third holds at once"
    chains = [Collection(whole, head) for head in whole.objects(term, OWL.propertyChainAxiom)]
    # The heads of lists have another name at each start.
    for steps in sorted(", then ".join(link(whole, step) for step in chain) for chain in chains):
        yield "Property chain", f"follows from: {steps}"
    disjoint = {*whole.objects(term, OWL.disjointWith), *whole.subjects(OWL.disjointWith, term)}
    if disjoint:
        yield "Disjoint with", ", ".join(link(whole, other) for other in sorted(disjoint))
    for match, heading in MATCHES.items():
        targets = sorted(whole.objects(term, match))
        if targets:
            yield heading, ", ".join(link(whole, target) for target in targets)


def complete(page: str, whole: Graph) -> str:
    """Return the page with the missing rows at the end of each term's table."""
    sections = re.split(r'(?=<div class="property entity" id=")', page)
    for place, section in enumerate(sections):
        found = re.match(r'<div class="property entity" id="([^"]+)"', section)
        if found:
            more = "".join(
                f"<tr><th>{heading}</th><td>{text}</td></tr>\n"
                for heading, text in rows(whole, URIRef(USK + found[1]))
            )
            sections[place] = section.replace("</table>", f"{more}</table>", 1)
    return "".join(sections)


def shorten(page: str, whole: Graph) -> str:
    """Return the page with the terms of other vocabularies by their short names."""

    def short(found: re.Match[str]) -> str:
        name = whole.namespace_manager.curie(found[1], generate=False)
        return f'<a href="{found[1]}">{name}</a>'

    namespaces = "|".join(
        re.escape(iri) for _, iri in whole.namespaces() if not iri.startswith(IRI)
    )
    others = rf'<a href="((?:{namespaces})[\w.-]+)">[^<]*</a>(\s*<sup[^>]*>\w+</sup>)?'
    return re.sub(others, short, page)


def tidy(page: str) -> str:
    """Return the page in one language, for narrow screens too, without links that lead nowhere."""
    page = page.replace("<html>", '<html lang="en">', 1)
    page = page.replace(
        "<head>", '<head>\n    <meta name="viewport" content="width=device-width">', 1
    )
    page = page.replace("</style>", f"{STYLE}</style>", 1)
    page = re.sub(r' title="None\. Defined in None"', "", page)
    # The prefix at w3id.org is not registered yet, so our own addresses lead nowhere.
    page = re.sub(rf'<a href="[^"]*">({IRI}[^<]*)</a>', r"\1", page)
    page = re.sub(rf'<a href="{USK}">[^<]*</a>', USK, page)
    page = re.sub(r'<div id="pylode">.*?</div>', "", page, count=1, flags=re.DOTALL)
    page = re.sub(r'<a class="hover_property" href="[^"]*"', '<a class="hover_property"', page)
    page = page.replace(
        "</body>", "<p><small>Made with pyLODE 3.2.1 by make ontology-docs.</small></p></body>"
    )
    return "\n".join(line.rstrip() for line in page.splitlines()) + "\n"


def main() -> None:
    """Write the page."""
    whole = Graph()
    for name in ("landscape", "mappings"):
        whole.parse(ONTOLOGY / f"{name}.ttl")
    described = OntPub(documented(whole))
    # The anchor of a term is its local name, as in its IRI; pyLODE would make it of the label.
    described.fids = {str(s): s.removeprefix(USK) for s in whole.subjects() if s.startswith(USK)}
    page = complete(described.make_html(), whole)
    (HERE / "index.html").write_text(tidy(shorten(page, whole)), "utf-8")


if __name__ == "__main__":
    main()
