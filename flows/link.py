"""Link the whole archive again: by hand, after organizations or strikes in config/ have changed."""

from __future__ import annotations

from typing import Any

from prefect import flow

from picketwire.archive.opening import open_writer
from picketwire.pipeline.link import link as link_archive
from picketwire.pipeline.poll import utc_now
from picketwire.pipeline.prepare import prepare
from picketwire.settings.load import load


@flow(name="link")
def link(everything: bool = True) -> dict[str, Any]:
    """Link postings to coverage and strikes.

    Args:
        everything: Look at every item again, not only at what is new.

    """
    config, now = load(), utc_now()
    with open_writer(config.settings.archive) as db:
        prepare(db, config, now)
        report = link_archive(db, now=now, everything=everything)
    return {"new_links": report.new_links, "removed_links": report.removed_links}
