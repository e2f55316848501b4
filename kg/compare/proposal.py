"""What is to be checked: a proposal's text and fields, from a file, options or a pipe."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.compare.amounts import Amount, read_amount
from kg.errors import BadInput

_FIELDS = {
    "title": "title",
    "text": "text",
    "description": "text",
    "abstract": "text",
    "summary": "text",
    "theme": "themes",
    "themes": "themes",
    "partner": "partners",
    "partners": "partners",
    "city": "cities",
    "cities": "cities",
    "fund": "funds",
    "funds": "funds",
    "start": "start",
    "from": "start",
    "end": "end",
    "to": "end",
    "amount": "amount",
    "budget": "amount",
}
_LISTS = ("themes", "partners", "cities", "funds")
_FEWEST_WORDS = 5
_LARGEST = 20_000_000
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_KEY = re.compile(r"([A-Za-z][\w -]*?)\s*:(?:\s+(.*)|$)")


@dataclass(frozen=True)
class Proposal:
    """What somebody plans. Empty fields are not compared.

    `start` and `end` are a year, a month or a day (`2027-01`); `ignored` names fields of the input
    that nothing here knows.
    """

    title: str = ""
    text: str = ""
    themes: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    amount: Amount | None = None
    source: str = ""
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @property
    def whole(self) -> str:
        """The text that is compared."""
        return f"{self.title}. {self.text}" if self.title and self.text else self.title or self.text

    @property
    def iri(self) -> str:
        """The name of this text, the same wherever it is checked: a hash of its words."""
        return f"urn:sha256:{sha256(' '.join(self.whole.split()).encode()).hexdigest()}"

    def checked(self) -> "Proposal":
        """Return the proposal itself; raise BadInput when it has too little text, or ends early."""
        where = self.source or "the proposal"
        found = len(self.whole.split())
        if not found:
            raise BadInput(f"{where}: there is no text to compare")
        if found < _FEWEST_WORDS:
            raise BadInput(
                f"{where}: {found} {'word is' if found == 1 else 'words are'} too few to compare;"
                " describe the proposal in a sentence or more (`kg find` searches single words)"
            )
        if self.start and self.end and self.end < self.start[: len(self.end)]:
            raise BadInput(f"{where}: it ends ({self.end}) before it starts ({self.start})")
        return self


def read_proposal(path: Path | None, given: Mapping[str, Any], piped: bytes = b"") -> Proposal:
    """Return the proposal in a file, with what was `given` beside it in the file's place.

    Without a path the proposal is what was piped, if anything, and what was given. Raise BadInput
    when it cannot be compared.
    """
    name = str(path) if path else "standard input"
    values: dict[str, Any] = {}
    if path is not None:
        values = _read_file(path)
    elif piped:
        text = _decode(piped, name)
        values = _parse(text, name, is_json=text.lstrip().startswith("{"))
    proposal = as_proposal(values, name if values else "")
    extra = as_proposal({key: value for key, value in given.items() if value}, "the options")
    changed = {
        key: getattr(extra, key)
        for key in ("title", "text", *_LISTS, "start", "end", "amount")
        if getattr(extra, key)
    }
    proposal = replace(proposal, **changed)
    return proposal.checked()


def as_proposal(values: Mapping[str, Any], name: str) -> Proposal:
    """Return the proposal that a mapping of fields describes.

    Raise BadInput for a value of another type, by the name of its field.
    """
    found: dict[str, Any] = {}
    ignored = []
    for key, value in values.items():
        known = _FIELDS.get(key.strip().casefold())
        if known is None:
            ignored.append(key)
        elif value not in (None, "", []):
            found[known] = _value(known, value, f"{name}: {key}")
    return Proposal(**found, source=name, ignored=tuple(ignored))


def _value(known: str, value: Any, where: str) -> Any:
    if known in _LISTS:
        several = value if isinstance(value, list | tuple) else [value]
        if not all(isinstance(one, str) for one in several):
            raise BadInput(f"{where} is not a name or a list of names: {value!r}")
        return tuple(one.strip() for one in several if one.strip())
    if known == "amount":
        return read_amount(value, where)
    if known in ("start", "end"):
        text = str(value).strip()
        if isinstance(value, bool | list | dict) or not _DATE.fullmatch(text):
            raise BadInput(f"{where} is not a year, month or day, such as 2027-01: {value!r}")
        return text
    if not isinstance(value, str):
        raise BadInput(f"{where} is not a text: {value!r}")
    return value.strip()


def _read_file(path: Path) -> dict[str, Any]:
    if path.suffix.casefold() in (".docx", ".pdf"):
        from kg.compare.documents import read_document  # late: an extra

        return {"text": read_document(path)}
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(f"{path}: more than {_LARGEST // 1_000_000} MB is no proposal")
        raw = path.read_bytes()
    except OSError as problem:
        raise BadInput(f"{path}: cannot be read ({problem.strerror})") from problem
    return _parse(_decode(raw, str(path)), str(path), is_json=path.suffix.casefold() == ".json")


def _decode(raw: bytes, name: str) -> str:
    if len(raw) > _LARGEST:
        raise BadInput(f"{name}: more than {_LARGEST // 1_000_000} MB is no proposal")
    try:
        if b"\0" not in raw:
            return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise BadInput(
        f"{name}: is not text in UTF-8; a proposal is text, Markdown, JSON, .docx or .pdf"
    )


def _parse(text: str, name: str, *, is_json: bool) -> dict[str, Any]:
    if not is_json:
        return _front_matter(text.replace("\r\n", "\n").replace("\0", " "), name)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"{name}: is not JSON ({problem})") from problem
    if not isinstance(values, dict):
        raise BadInput(f'{name}: is not a JSON object such as {{"title": …, "text": …}}')
    return values


def _front_matter(text: str, name: str) -> dict[str, Any]:
    """Return the fields between the two lines `---`, and the text after them.

    What is read is the part of YAML that front matter is made of: `key: value`, `[a, b]`, `- a`.
    """
    lines = text.lstrip("\ufeff\n ").split("\n")
    if lines[0].rstrip() != "---":
        return {"text": text}
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() == "---"]
    if not ends:
        raise BadInput(f"{name}: the front matter has no closing line '---'")
    values: dict[str, Any] = {}
    key = ""
    for number, line in enumerate(lines[1 : ends[0]], 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.lstrip().startswith("- ") and key:
            values[key] = [*(values[key] or []), _plain(line.lstrip()[2:])]
        elif found := _KEY.fullmatch(line.strip()):
            key = found[1]
            values[key] = _scalar_or_list(found[2] or "")
        else:
            raise BadInput(f"{name}:{number}: '{line.strip()[:40]}' is not 'key: value'")
    return values | {"text": "\n".join(lines[ends[0] + 1 :])}


def _scalar_or_list(value: str) -> str | list[str]:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return _split(value[1:-1])
    return _plain(value)


def _split(inside: str) -> list[str]:
    parts: Iterable[str] = re.findall(r"\"[^\"]*\"|'[^']*'|[^,]+", inside)
    return [_plain(part) for part in parts if part.strip()]


def _plain(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
