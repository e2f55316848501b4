"""What the user can mend: every error whose text is a whole message for a person."""


class KgError(Exception):
    """Say what is wrong, where, and what would be right, in one line.

    `excerpt` shows the place in what was typed: its line, and a caret below it.
    """

    def __init__(self, message: str = "", excerpt: str = "") -> None:
        super().__init__(message)
        self.excerpt = excerpt

    def as_text(self) -> str:
        """Return the message in one line, and below it the excerpt where there is one."""
        return f"{' '.join(str(self).split())}\n{self.excerpt}".rstrip()


class BadInput(KgError):
    """Report an input file or a piece of text that cannot be read as it should."""


class BadQuery(KgError):
    """Report a query that cannot be run: its place and what was expected there."""


class NotFound(KgError):
    """Report a name that nothing has, with the nearest names that something has."""


class Ambiguous(KgError):
    """Report a name that several things share, with all of them."""


class NoAnswer(KgError):
    """Report a server that cannot be reached, refuses, or does not answer as it should."""


class TooLong(KgError):
    """Report a query that was ended at its deadline or at its ceiling of memory."""
