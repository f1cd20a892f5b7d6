"""What a run shows on its page in Prefect's UI: a table with a row per source, and a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from picketwire.pipeline.report import RunReport
    from picketwire.records import Source

TABLE = "poll-sources"
SUMMARY = "poll-summary"


async def publish(report: RunReport) -> None:
    """Show how every source was polled, those that failed first."""
    failed = {row.source for row in report.failures}
    rows = [
        {
            "source": row.source,
            "outcome": row.outcome.value,
            "seen": row.seen,
            "new": row.new,
            "changed": row.changed,
            "reason": row.reason,
        }
        for row in sorted(report.rows, key=lambda row: (row.source not in failed, row.source))
    ]
    await acreate_table_artifact(key=TABLE, table=rows, description="Every source polled in this run.")
    await acreate_markdown_artifact(key=SUMMARY, markdown=_summary(report), description="What this run did.")


async def publish_preview(sources: Sequence[Source]) -> None:
    """Show what a run would have polled."""
    rows = [{"source": s.slug, "kind": s.kind, "address": s.url or f"{s.system}:{s.tenant}"} for s in sources]
    await acreate_table_artifact(key=TABLE, table=rows, description="Dry run: what would be polled.")
    names = "".join(f"\n- {s.slug}" for s in sources)
    words = f"{len(sources)} sources would be polled (dry run)"
    await acreate_markdown_artifact(key=SUMMARY, markdown=f"{words}\n{names}".strip())


def headline(report: RunReport) -> str:
    """Say in one line what a run did; it becomes the message of the run's state."""
    data = report.as_json()
    outcomes = [f"{n} {name}" for name, n in data["sources"].items() if n and name != "due"]
    parts = [f"{report.due} sources due" + (f": {', '.join(outcomes)}" if outcomes else "")]
    if report.rows:
        parts.append(f"{data['items']['new']} new items, {data['items']['changed']} changed")
    return "; ".join(parts)


def _summary(report: RunReport) -> str:
    tags = ", ".join(f"{n} {name}" for name, n in sorted(report.tags.items()) if "/" not in name)
    paragraphs = [headline(report)]
    if tags:
        paragraphs.append(f"Newly tagged: {tags}.")
    if report.links:
        paragraphs.append(f"New links between postings, coverage and strikes: {report.links}.")
    if report.rules_differ:
        paragraphs.append("The tag rules in config/ differ from those in force; see `picketwire tags`.")
    if failures := report.failures:
        rows = (f"- {row.source}: {row.outcome.value}: {_quoted(row.reason)}" for row in failures)
        paragraphs.append("\n".join(rows))
    return "\n\n".join(paragraphs)


def _quoted(reason: str) -> str:
    """Keep Markdown and HTML out of what strangers' servers made us say."""
    return "`" + reason.replace("`", "'").replace("\n", " ") + "`"
