"""Bring the tags of stored items to the rules in config/, or take the last change of rules back.

By hand in the UI, or from the command line after a rule file has changed; it never runs by itself,
because a change of rules is looked at first (`picketwire tags diff`).
"""

from __future__ import annotations

from prefect import flow, states
from prefect.artifacts import acreate_markdown_artifact

from flows.lifetime import end_with_server
from flows.writing import writing
from picketwire.pipeline.poll import utc_now
from picketwire.pipeline.prepare import prepare
from picketwire.pipeline.retag import apply, revert
from picketwire.settings.load import load


@flow(name="retag")
async def retag(take_back: bool = False) -> states.State[None]:
    """Apply the rules in config/ to all stored items.

    Args:
        take_back: Put the rules before the last change in force again instead.

    """
    end_with_server()
    config, now = load(), utc_now()
    async with writing(config.settings.archive) as db:
        prepare(db, config, now)
        report = revert(db, now=now) if take_back else apply(db, config.rules, now=now)
    counts = [
        f"{name}: +{change.gained.total()} -{change.lost.total()}"
        for name, change in sorted(report.tags.items())
    ]
    await acreate_markdown_artifact(
        key="retag-summary", markdown="\n".join(f"- {c}" for c in counts) or "none"
    )
    return states.Completed(message=f"{report.looked_at} items looked at, {report.new_links} new links")
