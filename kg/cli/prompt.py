"""A prompt by prompt_toolkit: history, several lines, completion."""

from collections.abc import Callable, Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output

Suggest = Callable[[str], tuple[str, list[str]]]


class _Completer(Completer):
    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        word, choices = self._suggest(document.text_before_cursor)
        return [Completion(choice, start_position=-len(word)) for choice in choices]


def open_prompt(
    history: Path,
    suggest: Suggest,
    is_finished: Callable[[str], bool],
    *,
    keys: Input | None = None,
    screen: Output | None = None,
) -> "PromptSession[str]":
    """Return a prompt at which Enter runs what is finished and opens a new line otherwise.

    Alt-Enter always opens a new line. `keys` and `screen` stand in for the terminal in tests.
    """
    history.parent.mkdir(parents=True, exist_ok=True)
    bindings = KeyBindings()

    @bindings.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    session: PromptSession[str] = PromptSession(
        completer=_Completer(suggest),
        complete_while_typing=False,
        history=FileHistory(str(history)),
        key_bindings=bindings,
        prompt_continuation="... ",
        input=keys,
        output=screen,
    )
    session.multiline = Condition(lambda: not is_finished(session.default_buffer.text))
    return session
