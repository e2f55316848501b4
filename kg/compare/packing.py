"""How a vector stands in the index: its terms in a line, its weights as numbers of four bytes."""

from array import array

from kg.compare.text import Vector


def pack(vector: Vector) -> tuple[str, bytes]:
    """Return the terms of a vector and its weights, for two columns of a row."""
    return " ".join(vector), array("f", vector.values()).tobytes()


def unpack(terms: str, weights: bytes) -> Vector:
    """Return the vector of two columns of a row."""
    numbers = array("f")
    numbers.frombytes(weights)
    return dict(zip(terms.split(" "), numbers, strict=True)) if terms else {}
