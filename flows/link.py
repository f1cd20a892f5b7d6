"""Link the whole archive again: by hand, after organizations or strikes in config/ have changed."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

from prefect import flow, states
from prefect.artifacts import acreate_markdown_artifact

from flows.lifetime import end_with_server
from flows.writing import writing
from picketwire.pipeline.link import link as link_archive
from picketwire.pipeline.poll import utc_now
from picketwire.pipeline.prepare import prepare
from picketwire.pipeline.preview.previewing import preview
from picketwire.pipeline.preview.text import lines
from picketwire.settings.load import load


@flow(name="link")
async def link(everything: bool = True, dry_run: bool = False) -> states.State[None]:
    """Link postings to coverage and strikes.

    Args:
        everything: Look at every item again, not only at what is new.
        dry_run: Only show what would change, in the artifact; nothing is written.

    """
    end_with_server()
    config, now = load(), utc_now()
    if dry_run:
        found = await asyncio.to_thread(preview, config, now=now, everything=everything)
        text = "\n".join(("```text", *lines(found), "```"))
        await acreate_markdown_artifact(key="link-preview", markdown=text)
        return states.Completed(message=f"{'something' if found.changes else 'nothing'} would change")
    async with writing(config.settings.archive) as db:
        prepare(db, config, now)
        report = link_archive(db, now=now, everything=everything, confirm=config.settings.strikes)
    counts = [f"{name.replace('_', ' ')}: {value}" for name, value in asdict(report).items()]
    await acreate_markdown_artifact(key="link-summary", markdown="\n".join(f"- {c}" for c in counts))
    message = f"{report.new_links} new links, {report.removed_links} removed"
    return states.Completed(message=message)
