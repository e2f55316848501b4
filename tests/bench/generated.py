"""A landscape of the real shape and any size, for measurements: one passage for each project.

A few organisations take part in very many projects and most in one or two, as in the open data of
the Union's programmes; calls stand in programmes, and programmes in funds.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from kg.vocabulary import BASE, CURATION, PREFIXES, SOURCE, expand

TRIPLES_OF_A_PROJECT = 124  # in the finished store, with what follows; measured
FUNDS, PROGRAMMES, CALLS = 6, 40, 400
COUNTRIES = 40
THEMES = ("security-by-design", "urban-planning-and-design", "radicalisation", "governance")


def write_landscape(folder: Path, triples: int) -> Path:
    """Write N-Quads that give a store of about this many triples; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "generated.nq"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_lines(triples // TRIPLES_OF_A_PROJECT))
    return path


def _lines(projects: int) -> Iterator[str]:
    chance = random.Random(4)  # noqa: S311 # the same landscape every time
    organisations, cities = projects // 2 + 1, projects // 20 + 1
    yield from _source()
    yield from _places(cities)
    yield from _funds()
    yield from _passage("organisations", "Organisations", 3, "org:generated-0")
    for number in range(organisations):
        yield from _organisation(number, chance.randrange(cities))
    for number in range(projects):
        # A square of a uniform number prefers small numbers: hubs, and a long tail.
        partners = [int(chance.random() ** 3 * organisations) for _ in range(chance.randint(2, 9))]
        yield from _project(number, dict.fromkeys(partners), chance, cities)
        if number % 20 == 0:
            yield from _event(number, list(dict.fromkeys(partners)), chance.randrange(cities))
        if number % 50 == 0:
            yield from _discrepancy(number)


def _source() -> Iterator[str]:
    source, catalog = "source:generated", f"{SOURCE}catalog"
    yield _quad(source, "rdf:type", "usk:SourceDocument", catalog)
    yield _quad(source, "rdfs:label", '"Generated data"@en', catalog)


def _passage(name: str, label: str, position: int, thing: str) -> Iterator[str]:
    passage, catalog = f"source:generated/{name}", f"{SOURCE}catalog"
    yield _quad(passage, "rdf:type", "usk:Passage", catalog)
    yield _quad(passage, "rdfs:label", f'"{label}"@en', catalog)
    yield _quad(passage, "dcterms:isPartOf", "source:generated", catalog)
    yield _quad(passage, "usk:position", f'"{position}"^^<{PREFIXES["xsd"]}integer>', catalog)
    yield _quad(passage, "usk:describes", thing, catalog)


def _named(thing: str, label: str) -> str:
    return _quad(thing, "rdfs:label", f'"{label}"@en', f"{CURATION}names")


def _places(cities: int) -> Iterator[str]:
    graph = f"{SOURCE}generated/places"
    yield from _passage("places", "Places", 1, "place:generated-country-0")
    for number in range(COUNTRIES):
        yield _quad(f"place:generated-country-{number}", "rdf:type", "usk:Country", graph)
        yield _named(f"place:generated-country-{number}", f"Country {number}")
    for number in range(cities):
        place = f"place:generated-{number}"
        yield _quad(place, "rdf:type", "usk:City", graph)
        yield _quad(place, "usk:locatedIn", f"place:generated-country-{number % COUNTRIES}", graph)
        yield _named(place, f"City {number}")


def _funds() -> Iterator[str]:
    graph = f"{SOURCE}generated/funds"
    yield from _passage("funds", "Funds", 2, "funding:generated-fund-0")
    for kind, count, of, wider in (
        ("fund", FUNDS, "usk:Fund", ""),
        ("programme", PROGRAMMES, "usk:Programme", "fund"),
        ("call", CALLS, "usk:CallForProposals", "programme"),
    ):
        for number in range(count):
            thing = f"funding:generated-{kind}-{number}"
            yield _quad(thing, "rdf:type", of, graph)
            yield _named(thing, f"{kind.capitalize()} {number}")
            if wider:
                many = FUNDS if wider == "fund" else PROGRAMMES
                part = f"funding:generated-{wider}-{number % many}"
                yield _quad(thing, "usk:partOfInstrument", part, graph)


def _organisation(number: int, city: int) -> Iterator[str]:
    org, graph = f"org:generated-{number}", f"{SOURCE}generated/organisations"
    kinds = ("CityAuthority", "University", "Company", "CivilSocietyOrganisation")
    yield _quad(org, "rdf:type", f"usk:{kinds[number % 4]}", graph)
    yield _quad(org, "skos:altLabel", f'"ORG-{number}"@en', graph)
    yield _quad(org, "usk:basedIn", f"place:generated-{city}", graph)
    yield _named(org, f"Organisation {number}")


def _project(
    number: int, partners: dict[int, None], chance: random.Random, cities: int
) -> Iterator[str]:
    project, name = f"project:generated-{number}", f"project-{number}"
    graph = f"{SOURCE}generated/{name}"
    year, months = chance.randint(2005, 2024), chance.choice((24, 36, 48))
    yield from _passage(name, f"Project {number}", number + 10, project)
    yield _quad(project, "rdf:type", "usk:Project", graph)
    yield _quad(project, "skos:altLabel", f'"PRJ{number}"@en', graph)
    call = f"funding:generated-call-{chance.randrange(CALLS)}"
    yield _quad(project, "usk:fundedUnder", call, graph)
    leader, *others = partners
    yield _quad(project, "usk:ledBy", f"org:generated-{leader}", graph)
    for partner in others:
        yield _quad(project, "usk:hasPartner", f"org:generated-{partner}", graph)
    yield _quad(project, "usk:involvesPlace", f"place:generated-{chance.randrange(cities)}", graph)
    yield _quad(project, "usk:startDate", f'"{year}-01"^^<{PREFIXES["xsd"]}gYearMonth>', graph)
    end = f'"{year + months // 12}"^^<{PREFIXES["xsd"]}gYear>'
    yield _quad(project, "usk:endDate", end, graph)
    yield from _allocation(number, project, call, leader, chance)
    yield _named(project, f"Project {number}")
    words = f'"Project {number} of the generated landscape, about squares and stations."@en'
    yield _quad(project, "dcterms:description", words, f"{CURATION}descriptions")
    for theme in {chance.choice(THEMES) for _ in range(2)}:
        yield _quad(project, "usk:addressesTheme", f"theme:{theme}", f"{CURATION}themes")


def _allocation(
    number: int, project: str, call: str, leader: int, chance: random.Random
) -> Iterator[str]:
    record, graph = f"record:generated-{number}", f"{SOURCE}generated/project-{number}"
    amount = chance.randint(100, 6000) * 1000
    yield _quad(record, "rdf:type", "usk:FundingAllocation", graph)
    yield _quad(record, "usk:allocatedFor", project, graph)
    yield _quad(record, "usk:allocatedFrom", call, graph)
    yield _quad(record, "usk:allocatedTo", f"org:generated-{leader}", graph)
    yield _quad(record, "usk:amount", f'"{amount}"^^<{PREFIXES["xsd"]}decimal>', graph)
    yield _quad(record, "usk:currency", '"EUR"', graph)
    yield _quad(record, "usk:qualifier", '"exact"', graph)
    yield _quad(record, "usk:asWritten", f'"EUR {amount}"@en', graph)


def _event(number: int, speakers: list[int], city: int) -> Iterator[str]:
    event, graph = f"event:generated-{number}", f"{SOURCE}generated/project-{number}"
    yield _quad(event, "rdf:type", "usk:Conference", graph)
    yield _quad(event, "usk:takesPlaceIn", f"place:generated-{city}", graph)
    yield _quad(event, "usk:date", f'"2019-05-02"^^<{PREFIXES["xsd"]}date>', graph)
    yield _named(event, f"Conference {number}")
    for speaker in speakers:
        part = f"record:generated-{number}-{speaker}"
        yield _quad(part, "rdf:type", "usk:Participation", graph)
        yield _quad(part, "usk:participationIn", event, graph)
        yield _quad(part, "usk:participant", f"org:generated-{speaker}", graph)
        yield _quad(part, "usk:hasRole", "role:speaker", graph)
    document = f"document:generated-{number}"
    yield _quad(document, "rdf:type", "usk:Declaration", graph)
    yield _quad(document, "usk:adoptedBy", f"org:generated-{speakers[0]}", graph)
    yield _quad(document, "usk:date", f'"2019-05-02"^^<{PREFIXES["xsd"]}date>', graph)
    yield _named(document, f"Declaration {number}")


def _discrepancy(number: int) -> Iterator[str]:
    matter, graph = f"record:generated-matter-{number}", f"{CURATION}discrepancies"
    yield _quad(matter, "rdf:type", "usk:Discrepancy", graph)
    yield _quad(matter, "usk:subject", f"project:generated-{number}", graph)
    yield _quad(matter, "usk:onProperty", "usk:startDate", graph)
    yield _quad(matter, "usk:reason", '"Two years are printed."@en', graph)
    for reading in (0, 1):
        entry = f"record:generated-reading-{number}-{reading}"
        yield _quad(matter, "usk:hasReading", entry, graph)
        yield _quad(entry, "usk:readsAs", f'"{2018 + reading}"', graph)
        yield _quad(entry, "usk:readIn", f"source:generated/project-{number}", graph)
    yield _quad(matter, "usk:preferredReading", f"record:generated-reading-{number}-0", graph)


def _quad(subject: str, predicate: str, thing: str, graph: str) -> str:
    value = thing if thing.startswith('"') else f"<{expand(thing)}>"
    return f"<{expand(subject)}> <{expand(predicate)}> {value} <{graph}> .\n"


if __name__ == "__main__":
    import sys

    print(write_landscape(Path(sys.argv[1]), int(sys.argv[2])), BASE)
