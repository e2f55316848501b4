import base64
import hashlib
import json
import re

import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.draw.page import embedded
from kg.draw.selection import Wanted
from kg.draw.view import draw_landscape
from kg.errors import BadInput
from kg.vocabulary import BASE

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def data_of(html: str):
    return json.loads(re.search(r'id="data">(.*?)</script>', html, re.DOTALL)[1])


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_page_names_no_resource_outside_itself(html):
    assert re.findall(r"(?:src|href)=[\"']?(?:https?:|//)", html) == []


def test_the_policy_allows_only_the_page_s_own_style_and_scripts(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    scripts = " ".join(digest(text) for text in SCRIPT.findall(html))
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {digest(STYLE.search(html)[1])}",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]


def test_the_same_landscape_gives_the_same_page(square, html):
    assert draw_landscape(square.store, square.names, square.origin, Wanted(top=300)).html == html


def test_embedded_json_cannot_end_its_element_or_a_line():
    text = "</script><!-- & \u2028\u2029"
    written = embedded([text])
    assert (json.loads(written), re.findall("[<>&\u2028\u2029]", written)) == ([text], [])


def test_a_card_holds_every_fact_with_its_passages(html):
    data = data_of(html)
    texts, facts = data["facts"]["texts"], data["facts"]
    bench = next(node for node in data["nodes"] if node["key"] == "project/bench")
    said = [
        (
            texts[facts["kinds"][kind][1]],
            texts[value] if value >= 0 else data["nodes"][-1 - value]["label"],
            [facts["passages"][p][1] for p in cited],
        )
        for kind, value, cited in facts["cards"][bench["id"]]["facts"]
        if not facts["kinds"][kind][2]
    ]
    assert said == [
        ("addresses theme", "Crime prevention", ["curation:themes"]),
        ("date status", "planned", ["section 1"]),
        ("end date", "2021", ["section 1"]),
        ("has partner", "Lamp Works", ["section 1"]),
        ("is funded under", "Square Call", ["section 1"]),
        ("is led by", "City of Alder", ["section 1"]),
        ("is listed with responsible", "City of Alder", ["section 1"]),
        ("is listed with responsible", "Ministry of Squares", ["section 1"]),
        ("page", "https://bench.example/", ["section 1"]),
        ("start date", "2018", ["section 1"]),
        ("involves place", "Alder", []),
        ("is funded under", "Square Fund", []),
    ]


def test_a_picture_of_part_of_the_landscape_says_so(square):
    drawn = draw_landscape(square.store, square.names, square.origin, Wanted(top=4))
    remark = (
        "Drawn are 4 of the 10 linked things of the landscape, those with the most links; "
        "--top 10 draws all."
    )
    assert drawn.remarks == (remark,)
    assert data_of(drawn.html)["first"]["caption"]["left_out"] == remark


def test_a_picture_of_a_neighbourhood_opens_on_its_thing(square):
    focus = BASE + "id/funding/square-fund"
    data = data_of(
        draw_landscape(
            square.store, square.names, square.origin, Wanted(top=300, focus=focus, steps=1)
        ).html
    )
    assert data["first"]["focus"] == "funding/square-fund"
    labels = [node["label"] for node in data["nodes"]]
    assert labels == ["Square Call", "Square Fund", "FOUNTAIN"]


def test_more_things_than_anybody_can_read_are_refused(square, monkeypatch):
    monkeypatch.setattr("kg.draw.view._TOO_MANY", 9)
    with pytest.raises(BadInput, match="10 things cannot be read in one picture: take --top"):
        draw_landscape(square.store, square.names, square.origin, Wanted(top=300))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        lights.append(0.2126 * r + 0.7152 * g + 0.0722 * b)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signs_and_words_stand_out_from_their_ground(html, theme):
    roots = re.findall(r":root \{(.*?)\}", STYLE.search(html)[1], re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", roots[0]))
    if theme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#\w{6})", roots[1]))
    needed = {name: 3.0 for name in colours if name.endswith("-edge") or name == "accent"}
    needed |= {"ink": 7.0, "muted": 4.5}
    grounds = (colours["paper"], colours["panel"])
    dim = [
        n for n, least in needed.items() if min(contrast(colours[n], g) for g in grounds) < least
    ]
    assert dim == []


def test_the_command_writes_the_page_and_prints_its_name(real, tmp_path):
    path = tmp_path / "near.html"
    ran = CliRunner().invoke(
        cli,
        ["--home", str(real.home), "view", "--focus", "pactesur", "--steps", "1", "-o", str(path)],
    )
    assert (ran.exit_code, ran.stdout) == (0, f"{path}\n")
    assert data_of(path.read_text(encoding="utf-8"))["first"]["focus"] == "project/pactesur"


def test_the_real_page_stays_below_a_megabyte(real):
    drawn = draw_landscape(real.store, real.names, real.origin, Wanted(top=300))
    assert len(drawn.html.encode()) < 1_000_000
