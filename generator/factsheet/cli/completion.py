"""What a shell offers for the options of `factsheet new`: words of closed lists, and ids."""

from __future__ import annotations

from collections.abc import Callable

import click
from click.shell_completion import CompletionItem

from factsheet.authoring.questions import Question
from factsheet.cli.options import IdParamType
from factsheet.parsing.schema import EnumKind

ShellCompleter = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def make_completer(question: Question) -> ShellCompleter:
    """Return what offers the answers to a question that begin as the last part of what is typed."""

    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        before, divider, last = incomplete.rpartition(question.separator or "\0")
        kind = question.field.kind
        if isinstance(kind, EnumKind):
            words = (CompletionItem(one.value, help=one.meaning) for one in kind.words)
            return [one for one in words if one.value.startswith(last)]
        found = IdParamType(*question.kinds).shell_complete(ctx, param, last.strip())
        return [CompletionItem(f"{before}{divider}{one.value}", help=one.help) for one in found]

    return offer
