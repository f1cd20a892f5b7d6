"""Which sources a run polls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.archive.fetches import load_states
from picketwire.errors import ConfigError
from picketwire.schedule import is_due, is_new_address, is_pollable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.records import Source, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which sources a run polls: those named or of the groups named; only what is due unless `everything`."""

    sources: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    everything: bool = False

    def choose(self, sources: Sequence[Source]) -> list[Source]:
        """Return the sources selected; ConfigError names those that do not exist."""
        slugs, groups = {s.slug for s in sources}, {g for s in sources for g in s.groups}
        unknown = [f"source {n!r}" for n in self.sources if n not in slugs]
        unknown += [f"group {n!r}" for n in self.groups if n not in groups]
        if unknown:
            raise ConfigError(
                f"the configuration has no {', no '.join(unknown)}; see `picketwire sources list`"
            )
        named = self.sources or self.groups
        return [s for s in sources if not named or s.slug in self.sources or set(self.groups) & set(s.groups)]


def select_due(
    db: Database, sources: Sequence[Source], selection: Selection, now: datetime
) -> list[tuple[Source, SourceState]]:
    """Return the sources to poll at `now` with what is remembered of each; a named source is always due."""
    chosen = [s for s in selection.choose(sources) if is_pollable(s, now)]
    states = load_states(db, [s.slug for s in chosen], digests=False)

    def wanted(source: Source) -> bool:
        state = states[source.slug]
        asked = selection.everything or source.slug in selection.sources
        return is_due(source, state, now) or (asked and (not state.gone or is_new_address(source, state)))

    due = [s for s in chosen if wanted(s)]
    states = load_states(db, [s.slug for s in due])
    return [(source, states[source.slug]) for source in due]
