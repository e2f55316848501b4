"""Sums of money as people write them: `EUR 1.5 million`, `1 500 000 €`, `845.000`."""

import re
from typing import Any, NamedTuple

from kg.errors import BadInput

_NUMBER = re.compile(r"\d[\d.,' \u00a0\u202f]*")
_UNITS = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mio": 1_000_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "millionen": 1_000_000,
    "milioni": 1_000_000,
    "millones": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
    "milliard": 1_000_000_000,
    "milliarden": 1_000_000_000,
}
_THOUSANDS = re.compile(r"\d{1,3}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*")


class Amount(NamedTuple):
    """A sum in units of its currency, and how it was written."""

    units: float
    written: str


def read_amount(value: Any, where: str) -> Amount:
    """Return a sum; a mark before exactly three digits counts as one of thousands.

    Raise BadInput when there is no number, or more than one.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return Amount(float(value), f"{value:,}")
    text = str(value).strip() if isinstance(value, str) else ""
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        raise BadInput(
            f"{where} is not a sum of money, such as 1500000 or EUR 1.5 million: {value!r}"
        )
    digits = " ".join(re.sub(r"[\u00a0\u202f]", " ", numbers[0]).split()).rstrip(".,' ")
    if _THOUSANDS.fullmatch(digits):
        units = float(re.sub(r"\D", "", digits))
    else:
        units = _decimal(digits, where, value)
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return Amount(units * next((_UNITS[word] for word in words if word in _UNITS), 1), text)


def _decimal(digits: str, where: str, value: Any) -> float:
    last = max(digits.rfind("."), digits.rfind(","))
    whole, part = (digits[:last], digits[last + 1 :]) if last >= 0 else (digits, "0")
    plain = re.sub(r"[.,' ]", "", whole)
    if not (plain.isdigit() and part.isdigit()):
        raise BadInput(
            f"{where} is not a sum of money, such as 1500000 or EUR 1.5 million: {value!r}"
        )
    return float(f"{plain}.{part}")
