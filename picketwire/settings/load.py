"""Load the whole configuration: every file, every reference between them, and all problems at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from picketwire.errors import ConfigError
from picketwire.settings import cache
from picketwire.settings.benchmarks import load_benchmarks
from picketwire.settings.files import Files, shown
from picketwire.settings.organizations import check_organizations, load_organizations, word_sets
from picketwire.settings.roles import load_roles
from picketwire.settings.settings import Settings, load_settings
from picketwire.settings.sources import check_sources, load_sources
from picketwire.settings.strikes import load_strikes
from picketwire.settings.tags import load_rules
from picketwire.settings.yaml import Place, Problems
from picketwire.tagging.definitions import RuleSet
from picketwire.tagging.roles import RoleTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from picketwire.facts import Benchmark, Organization, Strike
    from picketwire.records import Source

# What the texts alone say; settings go by the environment too, and are read each time.
_REMEMBERED = ("sources", "organizations", "strikes", "benchmarks", "rules", "roles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that `config/` and the environment say, checked."""

    settings: Settings
    sources: tuple[Source, ...]
    organizations: tuple[Organization, ...]
    strikes: tuple[Strike, ...]
    benchmarks: tuple[Benchmark, ...]
    rules: RuleSet
    texts: Mapping[str, str]  # what each file held when it was read, by its path within the folder
    roles: RoleTable = field(default_factory=RoleTable)


def load(
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    instead: Mapping[str, str] | None = None,
    may_be_empty: bool = False,
    remembered: bool = False,
) -> Config:
    """Read the configuration in `folder` (else PICKETWIRE_CONFIG, else `config`).

    Raises ConfigError with every problem of every file, not just the first. `instead` are texts that stand
    in for files, by their path within the folder, to try a change before it is written; `may_be_empty`
    allows that no source is listed yet. With `remembered` a configuration that was found good is
    remembered beside the archive, and not checked again while its texts stay the same.
    """
    folder, environ = _where(folder, environ)
    if not folder.is_dir():
        raise ConfigError(
            f"there is no configuration folder {shown(folder)}: go to the project's folder, "
            "or set PICKETWIRE_CONFIG to the folder that holds sources/"
        )
    files = Files(folder, Problems())
    files.texts |= instead or {}
    problems = files.problems
    settings = load_settings(files.cell("settings.yaml"), environ, problems)
    beside, key = settings.archive.parent, cache.key_of(files.texts) if remembered else b""
    if remembered and not problems.found and (known := cache.recall(beside, key)):
        return Config(settings=settings, texts=files.texts, **known)
    config = _assemble(files, settings)
    if not (config.sources or may_be_empty or problems.found):
        problems.add(Place(files.shown("sources")), "no file *.yaml here lists a source: add one")
    if problems.found:
        raise ConfigError(problems.sorted())
    if remembered:
        cache.remember(beside, key, {name: getattr(config, name) for name in _REMEMBERED})
    return config


def load_settings_only(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings.yaml and the environment alone, for commands that only need to find the archive.

    Where there is no folder or no file, the defaults hold. Raises ConfigError with every problem of these.
    """
    folder, environ = _where(folder, environ)
    files = Files(folder, Problems(), only="settings.yaml")
    settings = load_settings(files.cell("settings.yaml"), environ, files.problems)
    if files.problems.found:
        raise ConfigError(files.problems.sorted())
    return settings


def config_folder(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """Return where the configuration is, or would be."""
    return _where(folder, environ)[0]


def _where(folder: Path | None, environ: Mapping[str, str] | None) -> tuple[Path, Mapping[str, str]]:
    environ = os.environ if environ is None else environ
    return folder or Path(environ.get("PICKETWIRE_CONFIG") or "config").expanduser(), environ


def _assemble(files: Files, settings: Settings) -> Config:
    cell = files.cell("organizations.yaml")
    organizations = tuple(load_organizations(cell)) if cell else ()
    check_organizations(organizations)
    # Without that file there is nothing to hold a reference against, and nobody has to write it first.
    known = {each.organization.slug for each in organizations} if cell else None
    sources = tuple(each for cell in files.cells("sources") for each in load_sources(cell))
    check_sources(sources, known)
    strikes, benchmarks = files.cell("strikes.yaml"), files.cell("benchmarks.yaml")
    roles = files.cell("roles.yaml")
    facts = tuple(each.organization for each in organizations)
    return Config(
        settings=settings,
        sources=tuple(each.source for each in sources),
        organizations=facts,
        strikes=tuple(load_strikes(strikes, known)) if strikes else (),
        benchmarks=tuple(load_benchmarks(benchmarks, known)) if benchmarks else (),
        rules=_rules(files, facts),
        texts=files.texts,
        roles=load_roles(roles) if roles else RoleTable(),
    )


def _rules(files: Files, organizations: Iterable[Organization]) -> RuleSet:
    texts = files.shown_texts("tags")
    # Only sets that a rule names: the others must not make the rules look changed.
    sets = {
        name: words
        for name, words in word_sets(organizations).items()
        if any(f"{{{name}}}" in text for text in texts.values())
    }
    try:
        return load_rules(texts, sets)
    except ConfigError as error:
        files.problems.found += error.problems
        return RuleSet()
