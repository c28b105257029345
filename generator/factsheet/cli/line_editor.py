"""A line that is typed at a terminal: it can be edited and completed, and a paste is one answer."""

import re
import sys
from collections import defaultdict
from collections.abc import Mapping

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output

_KEYS = KeyBindings()
_WORD = re.compile(r"[^\s,;]+")
_HISTORIES = defaultdict[str, InMemoryHistory](InMemoryHistory)
"""What was answered in this run to the questions of each topic."""


@_KEYS.add(Keys.BracketedPaste)
def _add_paste(event: KeyPressEvent) -> None:
    event.current_buffer.insert_text(re.sub(r"\s*[\r\n\t]\s*", " ", event.data))


def edit_line(label: str, default: str, topic: str, words: Mapping[str, str]) -> str:
    """Return a line that somebody types after a label on standard error; raises click.Abort when they leave instead."""
    output = create_output(sys.stderr)
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False  # Where the cursor is does not matter, and some terminals do not answer.
    session = PromptSession[str](
        output=output,
        history=_HISTORIES[topic],
        key_bindings=_KEYS,
        completer=WordCompleter(list(words), meta_dict=words, pattern=_WORD),
        complete_while_typing=False,
        enable_suspend=True,
    )
    try:
        return session.prompt(f"{label}: ", default=default)
    except (EOFError, KeyboardInterrupt) as error:
        raise click.Abort from error
