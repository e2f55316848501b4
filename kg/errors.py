"""What the user can mend: every error whose text is a whole message for a person."""


class KgError(Exception):
    """Say what is wrong, where, and what would be right, in one line."""


class BadInput(KgError):
    """Report an input file or a piece of text that cannot be read as it should."""


class BadQuery(KgError):
    """Report a query that cannot be run: its place and what was expected there."""


class NotFound(KgError):
    """Report a name that nothing has, with the nearest names that something has."""


class Ambiguous(KgError):
    """Report a name that several things share, with all of them."""
