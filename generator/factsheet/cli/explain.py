"""`factsheet explain CODE`: what does the code of an error or warning mean?"""

import click
from click.shell_completion import CompletionItem

from factsheet.diagnostics.core import suggest_nearest
from factsheet.diagnostics.rules import RULES


def _complete_code(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    return [CompletionItem(rule.code, help=rule.title) for rule in RULES if rule.code.startswith(typed.upper())]


@click.command("explain", short_help="explain a code", epilog="Example:  factsheet explain F303")
@click.argument("code", required=False, shell_complete=_complete_code)
def explain_command(code: str | None) -> None:
    """Explain a code: what it finds, why it matters, what to do. Without a code, list them all."""
    if code is None:
        for rule in RULES:
            click.echo(f"{rule.code}  {rule.severity.value:<7}  {rule.title}")
        return
    rules = {rule.code: rule for rule in RULES}
    if code.upper() not in rules:
        near = suggest_nearest(code.upper(), rules)
        raise click.BadParameter(f"there is no code '{code}'. {near or 'Run `factsheet explain` for the list.'}")
    rule = rules[code.upper()]
    click.echo(f"{rule.code} ({rule.severity.value}): {rule.title}\n\nWhy: {rule.why}\nFix: {rule.fix}")
