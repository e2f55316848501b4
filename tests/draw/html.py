"""What tests read in a page, its data and what its policy lets run; and the attack on it."""

import base64
import hashlib
import json
import re
from typing import Any

PAYLOAD = '<img src=x onerror="window.fired=1"></script><script>window.fired=1</script>'
# Writes the payload into a page as HTML, as a fault in a script would.
INJECT = """payload => {
  try { document.querySelector('#caption, #there').innerHTML = payload; } catch (refused) { return refused.name; }
  return 'written';
}"""
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_POLICY = re.compile(r'Content-Security-Policy" content="([^"]*)"')


def data_of(html: str) -> Any:
    """Return the data that a page carries, things, links and cards as records."""
    data = json.loads(re.search(r'id="data">(.*?)</script>', html, re.DOTALL)[1])
    for of, name in ((data, "nodes"), (data, "edges"), (data["facts"], "cards")):
        count = len(next(column for column in of[name].values() if isinstance(column, list)))
        cells = [_cells(column, count) for column in of[name].values()]
        of[name] = [dict(zip(of[name], row, strict=True)) for row in zip(*cells, strict=True)]
    return data


def _cells(column: Any, count: int) -> list[Any]:
    if isinstance(column, list):
        return column
    if "where" in column:
        return [number in column["where"] for number in range(count)]
    return [column["of"][at] for at in column["at"]]


def policy_of(html: str) -> list[str]:
    """Return the rules of a page's content security policy."""
    return _POLICY.search(html)[1].split("; ")


def strict_policy(html: str) -> list[str]:
    """Return the rules that let the style and the scripts of a page run, and nothing else."""
    scripts = " ".join(_digest(text) for text in _SCRIPT.findall(html))
    return [
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {_digest(STYLE.search(html)[1])}",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
