"""settings.yaml and the environment: defaults, limits, and which of the two wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from picketwire.settings.load import Config
from picketwire.settings.settings import ENVIRONMENT, KEYS, READERS, ConfirmRule, Settings

Loaded = Callable[..., Config]
Complain = Callable[..., list[str]]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "close_after:\n"])
def test_no_settings_means_all_defaults(loaded: Loaded, text: str) -> None:
    assert loaded(settings=text).settings == Settings()
    assert loaded().settings == Settings()


def test_settings_are_read(loaded: Loaded) -> None:
    settings = loaded(
        settings="""\
        archive: /srv/picketwire/wire.sqlite
        contact: desk@example.org
        allow_private: [127.0.0.1:8080, "[::1]:9000"]
        spacing: 0
        deadline: 1m
        decoded_limit: 30 MiB
        max_interval: 12h
        """
    ).settings
    assert settings.archive == Path("/srv/picketwire/wire.sqlite")
    assert settings.warc == Path("/srv/picketwire/warc")
    assert settings.contact == "desk@example.org"
    assert not settings.allow_private
    assert settings.allow_hosts == {("127.0.0.1", 8080), ("::1", 9000)}
    assert (settings.spacing, settings.deadline, settings.decoded_limit) == (0.0, 60.0, 30 * 2**20)
    assert (settings.max_interval, settings.close_after) == (timedelta(hours=12), 2)


def test_a_rule_for_confirming_is_read_and_off_by_default(loaded: Loaded) -> None:
    """Nothing is put on record by itself unless somebody wrote how many outlets suffice."""
    assert loaded().settings.strikes is None
    rule = loaded(settings="strikes: {confirm: {outlets: 3, both_parties: false}}").settings.strikes
    assert rule == ConfirmRule(outlets=3, both_parties=False)
    assert loaded(settings="strikes: {confirm: {outlets: 2}}").settings.strikes == ConfirmRule(outlets=2)


def test_the_environment_wins(loaded: Loaded) -> None:
    environ = {"PICKETWIRE_ARCHIVE": "here.sqlite", "PICKETWIRE_ALLOW_PRIVATE": "1", "PICKETWIRE_CONTACT": ""}
    text = "archive: there.sqlite\nallow_private: [127.0.0.1:80]\ncontact: desk@example.org\n"
    settings = loaded(environ, settings=text).settings
    assert settings.archive == Path("here.sqlite")
    assert (settings.allow_private, settings.allow_hosts) == (True, frozenset())
    assert settings.contact == "desk@example.org"


@pytest.mark.parametrize(
    ("value", "everything", "hosts"),
    [
        ("1", True, set()),
        ("0", False, set()),
        ("127.0.0.1:80, localhost:81,", False, {("127.0.0.1", 80), ("localhost", 81)}),
    ],
)
def test_private_addresses_are_allowed_by_the_environment_as_written(
    loaded: Loaded, value: str, everything: bool, hosts: set[tuple[str, int]]
) -> None:
    """Naming hosts must never open the rest, whatever the file says."""
    settings = loaded({"PICKETWIRE_ALLOW_PRIVATE": value}, settings="allow_private: true\n").settings
    assert settings.allow_private is everything
    assert settings.allow_hosts == hosts


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("strikes: {confirm: {outlets: 0}}", '1:30: "0" is no whole number from 1'),
        (
            "strikes: {confirm: {outlets: 3, both_partys: true}}",
            '1:33: unknown key "both_partys" (did you mean "both_parties"?)',
        ),
        ("clos_after: 3", '1:1: unknown key "clos_after" (did you mean "close_after"?)'),
        ("close_after: 0", '1:14: "0" is no whole number from 1'),
        ("close_after: [2]", "1:14: expected text, found a list"),
        ("deadline: 0", "1:11: a limit of 0 seconds lets nothing through: write more than 0"),
        ("min_interval: 2d", "1:15: min_interval is longer than max_interval: swap them or change one"),
        (
            "wire_limit: 1 GiB",
            "1:13: wire_limit is larger than decoded_limit: an uncompressed body must pass both",
        ),
        ("allow_private: ['::1']", '1:17: "::1" is no host:port: write it like 127.0.0.1:8080 or [::1]:8080'),
        ("allow_private: maybe", '1:16: "maybe" is neither true nor false'),
        ("- archive", "1:1: expected a mapping, found a list"),
    ],
)
def test_a_wrong_setting_is_named(complaints: Complain, text: str, complaint: str) -> None:
    assert complaints(settings=text + "\n") == [f"config/settings.yaml:{complaint}"]


def test_a_wrong_variable_is_named(complaints: Complain) -> None:
    lines = complaints({"PICKETWIRE_ALLOW_PRIVATE": "10.0.0.0/8", "PICKETWIRE_CONTACT": "a\nb"})
    assert [line.split(":")[0] for line in lines] == [
        "environment variable PICKETWIRE_ALLOW_PRIVATE",
        "environment variable PICKETWIRE_CONTACT",
    ]


def test_every_setting_is_declared_read_and_kept() -> None:
    """A key without a reader, or a reader without a field, would be accepted and ignored."""
    declared = {key.name for key in KEYS}
    fields = set(Settings.__dataclass_fields__) - {"allow_hosts"}
    assert declared == set(READERS) | {"allow_private", "strikes"} == fields
    assert set(ENVIRONMENT.values()) <= declared
