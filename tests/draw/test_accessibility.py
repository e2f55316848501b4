"""No page breaks a rule of WCAG 2.2 AA that axe-core can see, in light or dark."""

from pathlib import Path

import pytest

from kg.draw.views import VIEWS

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    *((name, state) for name in VIEWS for state in ("", "#view=list", "#focus=project/bench")),
    ("matrix", "#pick=65-project"),
    ("focus-project-bench", ""),
    ("index", ""),
]


def violations(page) -> list:
    page.evaluate(AXE)
    return page.evaluate(
        "rules => axe.run(document, { runOnly: rules }).then(r => "
        "r.violations.map(v => [v.id, v.nodes[0].html, v.nodes[0].failureSummary]))",
        RULES,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "state"), PAGES)
def test_axe_finds_no_violation(open_page, site, name, state, scheme):
    # The policy of the page would keep axe out, as it keeps out everything else.
    page = open_page(state, path=site / f"{name}.html", color_scheme=scheme, bypass_csp=True)
    page.wait_for_timeout(100)
    assert violations(page) == []


def test_axe_finds_none_on_a_phone(open_page, site):
    found = {}
    for name in [*VIEWS, "index"]:
        page = open_page(
            path=site / f"{name}.html", viewport={"width": 390, "height": 844}, bypass_csp=True
        )
        found[name] = violations(page)
    assert found == {name: [] for name in [*VIEWS, "index"]}


def test_axe_sees_a_fault_that_is_there(open_page, site):
    page = open_page(path=site / "map.html", bypass_csp=True)
    page.evaluate(
        "document.querySelector('#search').removeAttribute('aria-label'); document.querySelector('#search').removeAttribute('placeholder')"
    )
    assert [rule for rule, *_ in violations(page)] == ["label"]
