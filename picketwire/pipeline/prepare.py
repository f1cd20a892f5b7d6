"""Note the configuration in the archive and say which tag rules are in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.archive import benchmarks, facts, fetches, role_kinds, rules
from picketwire.archive.opening import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.settings.load import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The tag rules in force (JSON), and whether the configuration now says otherwise."""

    json: str
    differ: bool


def prepare(db: Database, config: Config, now: datetime) -> Rules:
    """Bring the archive to what the configuration says: who is who, strikes, figures, kinds of work, texts.

    A fresh archive takes its tag rules from the configuration; later ones keep those that were applied.
    """
    on_disk = config.rules.to_json()
    with transaction(db):
        if rules.keep_configs(db, config.texts, now):
            fetches.rename_sources(db, config.sources)
            facts.save_organizations(db, config.organizations)
            facts.save_strikes(db, config.strikes, now)
            benchmarks.save_benchmarks(db, config.benchmarks, config.roles.classify)
            role_kinds.classify_all(db, config.texts.get("roles.yaml", ""), config.roles.classify)
        in_force = rules.applied(db)
        if in_force is None:
            rules.apply(db, on_disk, now)
            in_force = on_disk
    return Rules(json=in_force, differ=in_force != on_disk)
