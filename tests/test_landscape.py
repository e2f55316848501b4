"""The landscape from Python: the same functions that the commands call."""

import kg
from kg.store.interface import Selection
from kg.vocabulary import BASE


def test_the_open_landscape_answers_shows_finds_and_gives_its_graph(home, real):
    landscape = kg.open(home)
    answer = landscape.query("projects-by-fund", fund="isf")
    assert isinstance(answer, Selection)
    assert "PACTESUR" in {row[1].value for row in answer.rows}
    assert landscape.show("pactesur").label == "PACTESUR"
    assert landscape.find("pactesur")[0].label == "PACTESUR"
    assert landscape.network().has_edge(f"{BASE}id/project/pactesur", f"{BASE}id/org/city-of-nice")


def test_the_graph_for_rdflib_is_the_whole_store(mini):
    import json

    dataset = mini.graph()
    manifest = json.loads((mini.directory / "manifest.json").read_text())
    assert sum(1 for _ in dataset.quads()) == manifest["quads"]
