import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.draw.facts import read_facts
from kg.draw.page import columns, embedded
from kg.draw.selection import Wanted
from kg.draw.view import draw_landscape
from kg.errors import BadInput
from kg.vocabulary import BASE
from tests.draw.html import STYLE, data_of, policy_of, strict_policy


def test_the_page_names_no_resource_outside_itself(html):
    assert re.findall(r"(?:src|href)=[\"']?(?:https?:|//)", html) == []


def test_the_policy_allows_only_the_page_s_own_style_and_scripts(html):
    assert policy_of(html) == strict_policy(html)


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
        for kind, values, *cited in facts["cards"][bench["id"]]["facts"]
        for value in (values if isinstance(values, list) else [values])
        if not facts["kinds"][kind][2]
    ]
    assert said == [
        ("addresses theme", "Crime prevention", ["curation:themes"]),
        ("date status", "planned", ["section 1"]),
        ("has partner", "Lamp Works", ["section 1"]),
        ("is funded under", "Square Call", ["section 1"]),
        ("is led by", "City of Alder", ["section 1"]),
        ("is listed with responsible", "City of Alder", ["section 1"]),
        ("is listed with responsible", "Ministry of Squares", ["section 1"]),
        ("page", "https://bench.example/", ["section 1"]),
        ("start date", "2018", ["section 1"]),
        ("involves place", "Alder", []),
        ("is funded under", "Square Fund", []),
        ("end date", "2021", ["section 1"]),
    ]


def test_a_card_says_when_the_steps_of_a_work_plan_are(real):
    iri = f"{BASE}id/project/urbsecurity"
    facts = read_facts(real.store, real.names, [iri])
    when = [
        (facts.texts[words], facts.texts[value], [facts.passages[at][1] for at in cited])
        for kind, value, *cited in facts.cards[0]["facts"]
        for section, words, _ in [facts.kinds[kind]]
        if facts.texts[section] == "When" and facts.texts[words] == "phase"
    ]
    assert when == [
        (
            "phase",
            "Second phase of UrbSecurity (2020-05 to 2022-08)",
            ["Names", "Planning Safer Cities: guidelines"],
        )
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
    with pytest.raises(BadInput) as refused:
        draw_landscape(square.store, square.names, square.origin, Wanted(top=300))
    assert str(refused.value) == (
        "10 things cannot be read in one picture: take --top 1000 or less, or --focus THING"
        " --steps 1, --theme, --type, --from and --to; `kg view funding`, `kg view matrix` and"
        " `kg view participation` sum up what nobody could read one by one"
    )


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


def test_a_page_is_drawn_without_ipython_and_pyvis_has_it_all_the_same(tmp_path):
    code = """
import sys
from kg.draw.contents import contents
from kg.draw.facts import Facts
from kg.draw.page import Caption, draw_page
import networkx
draw_page(networkx.MultiDiGraph(themes={}), {}, Facts(), Caption("", "", (), ""))
print("IPython" in sys.modules)
import pyvis.network
print(type(pyvis.network.IFrame("x", 1, 1)).__module__.partition(".")[0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "IPython"]


def test_records_are_written_as_columns_in_which_what_comes_again_stands_once():
    records = [
        {"key": f"k{n}", "kind": "a" if n else "b", "years": [n] if n else None, "planned": n == 2}
        for n in range(8)
    ]
    records[3].pop("planned")
    assert columns(records) == {
        "key": ["k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"],
        "kind": {"of": ["b", "a"], "at": [0, 1, 1, 1, 1, 1, 1, 1]},
        "years": [None, [1], [2], [3], [4], [5], [6], [7]],
        "planned": {"where": [2]},
    }
    assert columns([]) == {}
