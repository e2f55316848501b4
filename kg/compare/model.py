"""A sentence-embedding model: a directory in the layout of a sentence-transformers ONNX export."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.compare.embedder import GET
from kg.compare.method import MEANING, Method
from kg.errors import BadInput

if TYPE_CHECKING:
    from kg.compare.embedder import Vectors

_WEIGHTS = ("onnx/model.onnx", "model.onnx")
_POOLING = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
}
_DEFAULT_LENGTH = 256
_OF_SENTENCES = 2
_OF_TOKENS = 3


@dataclass(frozen=True)
class Model:
    """A model directory, opened when the first text is embedded."""

    directory: Path
    # What an export knows is not told by its files.
    reads_all_languages = False

    @property
    def method(self) -> Method:
        """The weights and bands of models in directories, which were set with one of them."""
        return MEANING.with_model(self.sha256)

    @cached_property
    def weights(self) -> Path:
        """The file of the model's weights; raise BadInput when the directory is incomplete."""
        if not self.directory.is_dir():
            raise BadInput(f"{self.directory}: there is no such model directory")
        if not (self.directory / "tokenizer.json").is_file():
            raise BadInput(f"{self.directory}: the model directory has no tokenizer.json")
        for name in _WEIGHTS:
            if (self.directory / name).is_file():
                return self.directory / name
        raise BadInput(
            f"{self.directory}: the model directory has no onnx/model.onnx;"
            " export the model to ONNX first"
        )

    def opened(self) -> "Model":
        """Return the model itself, ready; raise BadInput when something of it cannot be used."""
        _ = self.weights, self.pooling, self.length, self._tokenizer, self._output
        return self

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the weights, as `sha256sum` gives it."""
        with self.weights.open("rb") as file:
            digest = sha256()
            while part := file.read(1 << 20):
                digest.update(part)
        return digest.hexdigest()

    @cached_property
    def key(self) -> str:
        """What the vectors depend on: weights, tokenizer, pooling and length."""
        told = f"{self.sha256} {self.pooling} {self.length}".encode()
        return sha256(told + (self.directory / "tokenizer.json").read_bytes()).hexdigest()

    @cached_property
    def pooling(self) -> str:
        """How token vectors become one: mean, cls or max, as the directory's own settings say."""
        settings = self._settings("1_Pooling/config.json")
        chosen = [name for key, name in _POOLING.items() if settings.get(key)]
        if settings and len(chosen) != 1:
            raise BadInput(
                f"{self.directory}: 1_Pooling/config.json asks for another pooling than one of"
                " mean, cls and max"
            )
        return chosen[0] if chosen else "mean"

    @cached_property
    def length(self) -> int:
        """The most tokens that the model reads of a text."""
        asked = self._number("sentence_bert_config.json", "max_seq_length")
        most = self._number("config.json", "max_position_embeddings")
        return min(asked or _DEFAULT_LENGTH, most or asked or _DEFAULT_LENGTH)

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return the vectors of texts, each of length one.

        Texts are embedded one by one: in a quantised model, the neighbours in a batch would change
        the result.
        """
        import numpy as np

        return np.array([self._embed(text) for text in texts])

    def _embed(self, text: str) -> "Vectors":
        import numpy as np

        coded = self._tokenizer.encode(text)
        given = {
            "input_ids": coded.ids,
            "attention_mask": coded.attention_mask,
            "token_type_ids": coded.type_ids,
        }
        session = self._session
        feed = {
            one.name: np.array([given[one.name]], dtype=np.int64) for one in session.get_inputs()
        }
        (tokens,) = session.run([self._output], feed)
        pooled = self._pool(tokens[0], np.array(coded.attention_mask, dtype=bool))
        vector: Vectors = (pooled / max(float(np.linalg.norm(pooled)), 1e-12)).astype(np.float32)
        return vector

    def _pool(self, tokens: Any, read: Any) -> Any:
        if tokens.ndim == _OF_SENTENCES - 1:  # the graph pools by itself
            return tokens
        if self.pooling == "cls":
            return tokens[0]
        chosen = tokens[read]
        return chosen.max(axis=0) if self.pooling == "max" else chosen.mean(axis=0)

    @cached_property
    def _session(self) -> Any:
        try:
            import onnxruntime  # late: an extra, and 0.2 s
        except ModuleNotFoundError as problem:
            raise BadInput(f"--model needs an extra: {GET}") from problem
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(
                str(self.weights), options, providers=["CPUExecutionProvider"]
            )
        except Exception as problem:  # onnxruntime's errors have no common parent
            raise BadInput(f"{self.weights}: is no ONNX model that can be read") from problem
        unknown = {one.name for one in session.get_inputs()} - {
            "input_ids",
            "attention_mask",
            "token_type_ids",
        }
        if unknown:
            raise BadInput(
                f"{self.weights}: asks for {', '.join(sorted(unknown))};"
                " only models that read input_ids, attention_mask and token_type_ids can be used"
            )
        return session

    @cached_property
    def _output(self) -> str:
        shapes = {one.name: len(one.shape) for one in self._session.get_outputs()}
        for name in ("sentence_embedding", "last_hidden_state", "token_embeddings"):
            if shapes.get(name) in (_OF_SENTENCES, _OF_TOKENS):
                return name
        first: str
        first, dimensions = next(iter(shapes.items()))
        if dimensions not in (_OF_SENTENCES, _OF_TOKENS):
            raise BadInput(
                f"{self.weights}: gives {first} with {dimensions} dimensions;"
                " a sentence-embedding model gives vectors of sentences or tokens"
            )
        return first

    @cached_property
    def _tokenizer(self) -> Any:
        try:
            from tokenizers import Tokenizer  # late: an extra
        except ModuleNotFoundError as problem:
            raise BadInput(f"--model needs an extra: {GET}") from problem
        path = self.directory / "tokenizer.json"
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as problem:  # tokenizers raises plain Exception
            raise BadInput(f"{path}: is no tokenizer that can be read") from problem
        tokenizer.enable_truncation(max_length=self.length)
        tokenizer.no_padding()
        return tokenizer

    def _number(self, name: str, key: str) -> int:
        """Return a number of a settings file, or 0 when it is not given."""
        value = self._settings(name).get(key) or 0
        if not isinstance(value, int) or value < 0:
            raise BadInput(f"{self.directory / name}: {key} is not a number of tokens: {value!r}")
        return value

    def _settings(self, name: str) -> dict[str, Any]:
        path = self.directory / name
        if not path.is_file():
            return {}
        try:
            settings = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as problem:
            raise BadInput(f"{path}: is not JSON") from problem
        return settings if isinstance(settings, dict) else {}
