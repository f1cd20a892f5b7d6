"""One Prefect server for all tests of flows, on loopback and with a home of its own."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from flows import environment
from flows.server import running_server
from tests.servers import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Site


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the API of a running server, which Prefect in this process uses too."""
    folder, port = tmp_path_factory.mktemp("prefect"), free_port()
    settings = {**environment.DEFAULTS, **environment.home(folder), **environment.server(port)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        from prefect.settings import temporary_settings

        url = settings["PREFECT_API_URL"]
        # Another test may have imported Prefect before: its settings are those of that moment.
        with (
            temporary_settings({"api.url": url, "home": folder, "flows.heartbeat_frequency": 30}),
            running_server(folder / "server.log", port),
        ):
            yield url
            from prefect.logging.handlers import APILogWorker

            APILogWorker.drain_all(timeout=10)  # before the server goes


@dataclass(frozen=True, slots=True)
class Desk:
    """A configuration folder whose sources are feeds of a server on loopback, and its archive."""

    folder: Path
    site: Site

    @property
    def archive(self) -> Path:
        """The archive's path."""
        return self.folder / "archive.sqlite"

    def watch(self, *slugs: str) -> None:
        """Configure a feed for each slug; the site answers 404 until it is told otherwise."""
        rows = [f"  - {{slug: {s}, kind: feed, url: '{self.site.url}/{s}', name: {s}}}\n" for s in slugs]
        (self.folder / "config" / "sources").mkdir(parents=True, exist_ok=True)
        (self.folder / "config" / "sources" / "feeds.yaml").write_text("sources:\n" + "".join(rows))
        (self.folder / "config" / "settings.yaml").write_text(
            f"archive: {self.archive}\nallow_private: true\nspacing: 0\nper_origin: 8\nparse_seconds: 60\n"
        )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk that PICKETWIRE_CONFIG names, for this process and those that it starts."""
    for name in ("PICKETWIRE_ARCHIVE", "PICKETWIRE_ALLOW_PRIVATE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(tmp_path / "config"))
    with serve() as site:
        yield Desk(tmp_path, site)


def rss(*titles: str) -> bytes:
    """Write a feed with an entry for each title."""
    entries = (
        f"<item><guid>{n}</guid><title>{title}</title><link>https://ledger.example/{n}</link></item>"
        for n, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>Ledger</title>{''.join(entries)}</channel></rss>".encode()
