"""Where answers come from: what a build left beside its store, or an endpoint's address."""

import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Origin:
    """A store's folder or an endpoint's address, and what is known of how the graph was built.

    What nobody states is empty; `quads` is None where they were not counted.
    """

    place: str
    built_with: dict[str, str] = field(default_factory=dict)
    sha256: str = ""
    quads: int | None = None

    @property
    def version(self) -> str:
        """Return in a few words which graph this is."""
        if self.sha256:
            return f"kg {self.built_with['kg']}, data {self.sha256[:12]}"
        return f"asked from {self.place}"


def read_origin(directory: Path) -> Origin:
    """Read the manifest of a store directory."""
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    return Origin(str(directory), manifest["built_with"], manifest["sha256"], manifest["quads"])
