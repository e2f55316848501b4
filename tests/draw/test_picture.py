import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from kg.ask.passages import read_passages
from kg.cli.main import cli
from kg.draw import labels, signs
from kg.draw.families import FAMILIES
from kg.draw.layout import layout
from kg.draw.network import landscape_network
from kg.draw.page import Caption
from kg.draw.picture import draw_picture
from kg.draw.selection import Wanted
from kg.draw.view import compose, draw_landscape_picture, read_sources
from kg.vocabulary import BASE

SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption("Who <takes> part", "A & B", ("Square Paper (2020-06-01)",), "kg 0, data 12ab")


@pytest.fixture(scope="module")
def graph(square):
    return landscape_network(square.store, square.names)


@pytest.fixture(scope="module")
def svg(graph):
    return draw_picture(graph, layout(graph), CAPTION, BASE + "id/project/bench", "svg").decode()


def elements(svg):
    return list(ElementTree.fromstring(svg).iter())  # noqa: S314 - our own


def texts(svg):
    return ["".join(one.itertext()) for one in elements(svg) if one.tag == f"{SVG}text"]


def test_a_picture_has_its_heading_its_legend_its_sources_and_its_version(svg):
    said = texts(svg)
    assert said[0] == "Who <takes> part"
    assert [text for text in said if text.endswith(")") and text[:3] in ("Pro", "Mon", "Org")] == [
        "Projects (3)", "Organisations (4)", "Money (3)",
    ]  # fmt: skip
    assert " ".join(said[-2:]).endswith(
        "Sources: Square Paper (2020-06-01). Urban Security Policy Knowledge Graph, kg 0, data"
        " 12ab; data CC BY 4.0."
    )


def test_of_many_sources_those_cited_most_are_named(graph):
    many = replace(CAPTION, sources=tuple(f"Paper {number}" for number in range(30)))
    said = " ".join(texts(draw_picture(graph, layout(graph), many, None, "svg").decode()))
    named = "; ".join(f"Paper {number}" for number in range(12))
    assert f"A & B 30 sources, most often: {named}. Urban" in said


def test_a_picture_cites_only_the_sources_of_its_links(real):
    wanted = Wanted(focus="City of Liège", steps=1)
    drawn = draw_landscape_picture(real.store, real.names, real.origin, wanted, "svg")
    said = " ".join(texts(drawn.content.decode()))
    links = compose(real.store, real.names, real.origin, wanted).graph.edges(data=True)
    passages = read_passages(real.store)
    cited = {passages[iri].source for *_, edge in links for iri in edge["passages"]}
    named = re.search("Sources: (.*?)\\. Urban", said)[1].split("; ")
    assert {re.sub(r" \([\d-]+\)$", "", source) for source in named} == cited
    assert len(named) < len(read_sources(real.store)) / 4
    assert said.startswith("City of Liège and what is linked to it")


def test_signs_move_out_of_the_label_of_a_hub_and_not_onto_each_other():
    hub = labels.Spot(200, 200, 12, "A hub with a name", 90, strong=True)
    ends = [
        labels.Spot(200 + 25 * i, 190 + 9 * j, 5, " ", 1, False)
        for i in (-3, -2, -1, 1, 2, 3)
        for j in (0, 1, 2)
    ]
    moved = labels.give_way([hub, *ends], 400, 400)
    placed, _ = labels.place_labels(moved, [], 400, 400)
    (left, top, right, bottom) = next(
        box for label, box in zip(placed, boxes_of(placed), strict=True) if label.strong
    )
    covered = [
        s
        for s in moved[1:]
        if s.x + 5 > left and s.x - 5 < right and s.y + 5 > top and s.y - 5 < bottom
    ]
    near = [
        (a, b)
        for i, a in enumerate(moved)
        for b in moved[:i]
        if math.dist((a.x, a.y), (b.x, b.y)) < 8
    ]
    assert (moved[0], covered, near) == (hub, [], [])


def test_texts_are_only_texts(svg):
    # One name of the square is an image and a script, another a formula.
    kinds = {element.tag.removeprefix(SVG) for element in elements(svg)}
    assert kinds == {
        "svg",
        "title",
        "desc",
        "rect",
        "g",
        "path",
        "polygon",
        "circle",
        "text",
        "line",
    }
    assert re.findall(r"(?:href|src|on\w+)=", re.sub(r">[^<]*<", "><", svg)) == []


def test_a_picture_of_few_links_says_their_words(svg):
    assert {"is led by", "is organised by"} <= set(texts(svg))


def test_planned_things_are_hollow_and_provisional_links_dashed(svg):
    assert svg.count('stroke-dasharray="3 2.5"') == 2  # the fair, and its meaning in the legend
    assert svg.count('stroke-dasharray="7 4"') == 2


def test_the_same_network_gives_the_same_picture(graph, svg):
    again = draw_picture(graph.copy(), layout(graph), CAPTION, BASE + "id/project/bench", "svg")
    assert again.decode() == svg


def boxes_of(placed):
    for label in placed:
        size = 13 if label.strong else 12
        wide = max(labels.width(line, size, strong=label.strong) for line in label.lines)
        left = label.x - wide * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
        top = label.y - labels.LINE / 2
        yield left, top, left + wide, top + labels.LINE * len(label.lines)


def test_labels_cover_no_other_label_and_are_not_cut():
    spots = [
        labels.Spot(
            40.0 + 60 * (i % 9), 40.0 + 45 * (i // 9), 6.0, f"A thing with a name {i}", i, i > 70
        )
        for i in range(80)
    ]
    placed, _ = labels.place_labels(spots, [], 620, 460)
    boxes = list(boxes_of(placed))
    meeting = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
    ]
    outside = [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > 620 or box[3] > 460]
    assert (len(boxes) > 20, meeting, outside) == (True, [], [])


def test_a_label_avoids_a_line():
    spot = labels.Spot(200, 200, 6, "Efus", 1, strong=False)
    line = [(200.0 + step, 200.0) for step in range(0, 60, 4)]
    [label], _ = labels.place_labels([spot], line, 400, 400)
    assert label.anchor == "end"


@pytest.mark.parametrize(
    ("text", "wide"), [("Efus", 23.3), ("ÉÀ", 16.0), ("Łódź", 26.9), ("", 0.0)]
)
def test_the_width_of_a_text_in_helvetica(text, wide):
    assert labels.width(text, 12) == pytest.approx(wide, abs=1.0)


def test_every_family_has_a_sign():
    points = {family.key: len(signs.corners(family.key, 0, 0, 5).split()) for family in FAMILIES}
    assert points == {
        "project": 0, "funding": 4, "body": 6, "organisation": 4, "policy": 3, "event": 10,
        "knowledge": 3, "office": 5, "place": 24, "other": 0,
    }  # fmt: skip


def test_parallel_links_bend_apart():
    assert list(signs.bends(1)) == [0.0]
    ways = {signs.link((0, 0), (100, 0), (5, 5), bend)[0] for bend in signs.bends(3)}
    assert len(ways) == 3


@pytest.mark.parametrize(
    ("suffix", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_the_command_writes_the_picture_that_the_name_says(real, tmp_path, suffix, begins):
    if suffix != "svg":
        pytest.importorskip("typst")
    path = tmp_path / f"near.{suffix}"
    arguments = ["view", "--focus", "pactesur", "--steps", "1", "-o", str(path)]
    ran = CliRunner().invoke(cli, ["--home", str(real.home), *arguments])
    assert (ran.exit_code, ran.stdout) == (0, f"{path}\n")
    assert path.read_bytes().startswith(begins)


def test_without_the_library_a_line_says_how_to_install_it(real, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    path = tmp_path / "near.pdf"
    ran = CliRunner().invoke(cli, ["--home", str(real.home), "view", "-o", str(path)])
    assert (ran.exit_code, ran.stderr.splitlines()[-1], path.exists()) == (
        1,
        "Error: a picture as PDF needs the library typst: pip install"
        " 'urban-security-kg[pictures]'; a name that ends in .svg needs nothing",
        False,
    )
