"""What XML 1.0 can hold: all characters but some control characters, refused by name."""

import re
from collections.abc import Callable

from kg.errors import BadInput

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORBIDDEN_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def refuse_what_xml_cannot_hold(text: str) -> None:
    """Raise BadInput for the first character that XML 1.0 has no way to write (section 2.2)."""
    if found := _FORBIDDEN.search(text):
        raise _refusal(found[0])


class XmlGuard:
    """An output that refuses characters which no XML reader would take.

    It writes carriage returns as references, or else the reader makes line feeds of them: Oxigraph
    writes both as they are (0.5.13).
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._begun = b""

    def write(self, chunk: bytes) -> int:
        """Pass a chunk on; a character cut in two by the end of the last one is seen too."""
        if found := _FORBIDDEN_BYTES.search(self._begun + chunk):
            raise _refusal(found[0].decode())
        self._begun = (self._begun + chunk)[-2:]
        self._write(chunk.replace(b"\r", b"&#13;"))
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: the output behind is flushed by whoever opened it."""


def _refusal(character: str) -> BadInput:
    return BadInput(
        f"XML has no way to write the character U+{ord(character):04X} that is in this answer;"
        " take json, csv or tsv, for triples ttl, nt or jsonld"
    )
