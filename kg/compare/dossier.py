"""The dossier: an answer as one page for the file, which asks nothing of the network."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.compare import answer
from kg.compare.check import Check

_TEMPLATE = Path(__file__).parent / "template"


@dataclass(frozen=True)
class Dossier:
    """What the template shows; `made` says with which versions and when."""

    check: Check
    made: str

    @cached_property
    def style(self) -> str:
        """The style sheet."""
        return (_TEMPLATE / "dossier.css").read_text(encoding="utf-8").replace("\r\n", "\n")

    @property
    def policy(self) -> str:
        """The content security policy: this style by its hash, and nothing else."""
        digest = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        return (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )


def draw_dossier(check: Check, made: str) -> str:
    """Return the dossier as HTML."""
    import jinja2  # late: only a page needs it

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    page = environment.get_template("dossier.html")
    return page.render(dossier=Dossier(check, made), check=check, answer=answer)
