"""How a comparison with the Labor Action Tracker reads: what both have, and what one side alone has."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from picketwire.cli.options import print_table
from picketwire.cli.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from picketwire.linking.strikes.tracker import Action, Ours
    from picketwire.pipeline.tracker import Comparison

_SHOWN = 10  # of what one side alone has; --json has all


def comparison_json(comparison: Comparison, seconds: float) -> Iterator[dict[str, Any]]:
    """Yield a summary, then every strike of either side with its kind: matched, only theirs or only ours."""
    found = comparison.found
    yield {
        "kind": "summary",
        "matched": len(found.matched),
        "only_theirs": len(found.only_theirs),
        "only_theirs_named_in_news": len(comparison.named),
        "only_ours": len(found.only_ours),
        "recall": found.recall,
        "precision": found.precision,
        "median_lag": found.lag,
        "dates_apart": len(found.apart),
        "seconds": round(seconds, 2),
    }
    for match in found.matched:
        yield {"kind": "matched", **asdict(match)}
    for action in found.only_theirs:
        items = list(comparison.named.get(action.id, ()))
        yield {**_texts(asdict(action)), "kind": "only theirs", "news": items}
    for ours in found.only_ours:
        yield {**_texts(asdict(ours)), "kind": "only ours"}


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def print_comparison(comparison: Comparison, seconds: float) -> None:
    """Print the matches with lag and disagreements, some of what one side alone has, and the numbers."""
    found = comparison.found
    rows = [(m.strike, m.action, m.lag, m.began_apart, m.ended_apart) for m in found.matched]
    print_table(("ours", "theirs", "known after days", "start apart", "end apart"), rows, title="Both have")
    named = [action for action in found.only_theirs if action.id in comparison.named]
    others = [action for action in found.only_theirs if action.id not in comparison.named]
    _print_theirs("Only theirs, employer named in our news", named)
    _print_theirs("Only theirs, employer in none of our news", others)
    _print_ours(found.only_ours)
    theirs, ours = len(found.only_theirs), len(found.only_ours)
    click.echo(f"{len(found.matched)} matched, {theirs} only theirs, {ours} only ours")
    if theirs:
        click.echo(f"of {theirs} only theirs, our news of those days names the employer of {len(named)}")
    lag = "unknown" if found.lag is None else f"{found.lag:g} days"
    click.echo(
        f"recall {_share(found.recall)}, precision {_share(found.precision)} (theirs are all American), "
        f"median lag {lag}, dates differ in {len(found.apart)}; {seconds:.1f} s"
    )


def _share(part: float | None) -> str:
    return "unknown" if part is None else f"{part:.2f}"


def _print_theirs(title: str, actions: Sequence[Action]) -> None:
    if actions:
        click.echo(f"{title} ({len(actions)}):")
    for action in actions[:_SHOWN]:
        who = ", ".join(action.unions) or "no union"
        against = ", ".join(action.employers) or "no employer"
        click.echo(plain(f"  {action.id}  {action.start}  {who} against {against}"))
    _print_more(len(actions))


def _print_ours(strikes: Sequence[Ours]) -> None:
    if strikes:
        click.echo(f"Only ours ({len(strikes)}):")
    for ours in strikes[:_SHOWN]:
        click.echo(plain(f"  {ours.slug}  {ours.began}  {ours.name}"))
    _print_more(len(strikes))


def _print_more(number: int) -> None:
    if number > _SHOWN:
        click.echo(f"  and {number - _SHOWN} more: --json has all")
