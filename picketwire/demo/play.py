"""Play the sample newsroom's story: poll after each step as on its day, and print what was found."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from picketwire.archive.opening import open_reader, open_writer
from picketwire.demo.config import write_config
from picketwire.demo.server import Newsroom
from picketwire.pipeline.poll import poll
from picketwire.pipeline.selection import Selection
from picketwire.settings.load import load
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from picketwire.demo.server import Step
    from picketwire.pipeline.report import RunReport
    from picketwire.settings.load import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One step that was polled."""

    step: Step
    report: RunReport


def rules_folder() -> Path:
    """Return the folder of the tag rules: those packed with Picketwire, else the project's own."""
    packed = Path(str(files("picketwire"))) / "default_config" / "tags"
    return packed if packed.is_dir() else Path(str(files("picketwire"))).parent / "config" / "tags"


def poll_here(config: Config, moment: datetime) -> RunReport:
    """Poll everything that is due at `moment`, in this process."""
    with open_writer(config.settings.archive) as db:
        return poll(db, config, Selection(everything=True), clock=lambda: moment)


def play(
    folder: Path,
    *,
    on_step: Callable[[Step, bool], None],
    on_played: Callable[[Played], None],
    by_flow: Callable[[Path, Config, datetime], RunReport] | None = None,
    port: int | None = None,
) -> Config:
    """Play every step that the archive in `folder` has not seen yet, and the last one again.

    Returns the configuration. `by_flow` polls the last step (through Prefect) in place of this
    process. `on_step` is told of each step and whether it is skipped.
    """
    with Newsroom(**({} if port is None else {"port": port})) as newsroom:
        archive = folder / "picketwire.sqlite"
        write_config(folder / "config", newsroom.base_url, tags=rules_folder(), archive=archive)
        config = load(folder / "config", environ={})
        done = _moments(archive)
        for step in newsroom.steps:
            newsroom.step = step.number
            last = step is newsroom.steps[-1]
            skip = instant(step.when) in done and not last
            on_step(step, skip)
            if not skip:
                report = (
                    by_flow(folder / "config", config, step.when)
                    if last and by_flow
                    else poll_here(config, step.when)
                )
                on_played(Played(step=step, report=report))
    return config


def _moments(archive: Path) -> frozenset[str]:
    if not archive.exists():
        return frozenset()
    with open_reader(archive) as connection:
        return frozenset(row[0] for row in connection.execute("SELECT DISTINCT started FROM fetches"))
