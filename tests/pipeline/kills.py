"""Kill `picketwire run` again and again at random moments, and check that the archive kept every promise.

python -m tests.pipeline.kills 200
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from picketwire.archive.opening import open_reader
from tests.servers import Reply, Site, serve

_FEEDS = 12
_ENTRIES = 10


@dataclass
class World:
    """Feeds whose every version is known, so that what was acknowledged can be checked."""

    folder: Path
    site: Site
    version: int = 0

    def advance(self) -> None:
        """Give every feed a new entry and edit its first."""
        self.version += 1
        for n in range(_FEEDS):
            self.site.routes[f"/{n}"] = Reply(body=self.body(n), etag=f'"{n}-{self.version}"')

    def body(self, n: int) -> bytes:
        """Return feed `n` at this version."""
        top = self.version + _ENTRIES
        items = "".join(
            f"<item><guid>{n}-{k}</guid>"
            f"<title>Strike {n}-{k}{' edited' * (k % 7 == self.version % 7)}</title><link>https://x.example/{n}/{k}</link></item>"
            for k in range(top, self.version, -1)
        )
        return f"<rss version='2.0'><channel><title>Feed {n}</title>{items}</channel></rss>".encode()

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a run."""
        return {
            **os.environ,
            "PICKETWIRE_CONFIG": str(self.folder / "config"),
            "PICKETWIRE_ARCHIVE": str(self.folder / "archive.sqlite"),
            "PICKETWIRE_ALLOW_PRIVATE": "1",
        }

    def configure(self) -> None:
        """Write the configuration, with one rule so that tags are at stake too."""
        config = self.folder / "config"
        (config / "sources").mkdir(parents=True)
        (config / "settings.yaml").write_text("spacing: 0\n")
        rows = "".join(
            f"  - {{slug: f{n}, kind: feed, url: '{self.site.url}/{n}', name: F{n}}}\n" for n in range(_FEEDS)
        )
        (config / "sources/all.yaml").write_text(f"sources:\n{rows}")
        tags = Path(__file__).parents[2] / "config/tags"
        (config / "tags").symlink_to(tags)
        (config / "organizations.yaml").symlink_to(tags.parent / "organizations.yaml")

    def run(self, kill_after: float | None = None) -> int:
        """Run once; kill it after so many seconds."""
        command = [sys.executable, "-m", "picketwire", "run", "--all", "--json"]
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        if kill_after is not None:
            time.sleep(kill_after)
            process.send_signal(signal.SIGKILL)
        _, error = process.communicate()
        if kill_after is None and process.returncode:
            raise AssertionError(error.decode())
        return process.returncode


def check(world: World) -> list[str]:
    """Return every broken promise: damage, half-written polls, an ETag ahead of its rows."""
    broken = []
    with open_reader(world.folder / "archive.sqlite") as db:
        if (
            db.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
            or db.execute("PRAGMA foreign_key_check").fetchall()
        ):
            broken.append("damaged")
        rows = db.execute("SELECT slug, etag FROM sources WHERE etag IS NOT NULL").fetchall()
        for slug, etag in rows:
            n, version = (int(part) for part in etag.strip('"').split("-"))
            wanted = {f"{n}-{k}" for k in range(version + _ENTRIES, version, -1)}
            have = {r[0] for r in db.execute("SELECT native_id FROM items WHERE source = ?", (slug,))}
            if wanted - have:
                broken.append(
                    f"{slug}: ETag of version {version} is ahead of its rows by {sorted(wanted - have)}"
                )
        untagged = db.execute(
            "SELECT count(*) FROM items i WHERE NOT EXISTS (SELECT 1 FROM tags t WHERE t.item = i.id)"
        ).fetchone()[0]
        tagged = db.execute("SELECT count(DISTINCT item) FROM tags").fetchone()[0]
        if tagged and untagged:
            broken.append(f"{untagged} items were stored without their tags")
        loose = db.execute(
            "SELECT count(*) FROM taggings t WHERE NOT EXISTS (SELECT 1 FROM spans s WHERE s.tagging = t.id)"
        ).fetchone()[0]
        counted = db.execute(
            "SELECT count(*) FROM fetches WHERE outcome = 'complete' AND seen <> ?", (_ENTRIES,)
        ).fetchone()[0]
        if loose or counted:
            broken.append(f"{loose} taggings without evidence, {counted} polls half-counted")
        doubled = db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM items GROUP BY source, native_id HAVING count(*) > 1)"
        ).fetchone()[0]
        if doubled:
            broken.append(f"{doubled} items stored twice")
    return broken


def torment(kills: int, seed: int = 1) -> tuple[int, list[str]]:
    """Kill `kills` runs; return how many were still running when killed, and every broken promise."""
    pick = random.Random(seed)
    hit, broken = 0, []
    with tempfile.TemporaryDirectory() as folder, serve() as site:
        world = World(Path(folder), site)
        world.configure()
        world.advance()
        started = time.monotonic()
        world.run()
        whole = time.monotonic() - started
        acknowledged = 0
        for n in range(kills):
            world.advance()
            hit += world.run(kill_after=pick.uniform(0.2, 1.0) * whole) == -signal.SIGKILL
            broken += [f"kill {n}: {words}" for words in check(world)]
            with open_reader(world.folder / "archive.sqlite") as db:
                count = db.execute("SELECT count(*) FROM items").fetchone()[0]
            if count < acknowledged:
                broken.append(f"kill {n}: {acknowledged - count} items are gone")
            acknowledged = count
        world.run()
        broken += [f"at the end: {words}" for words in check(world)]
    return hit, broken


def main() -> None:
    """Run from the command line."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    hit, broken = torment(kills)
    print(f"{kills} kills, {hit} of them in the middle of a run; broken promises: {len(broken)}")
    print("\n".join(broken))
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
