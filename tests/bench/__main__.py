"""`make bench`: CPU seconds of whole processes beside a named peer, in the same run, on the same feeds."""

from __future__ import annotations

import argparse
import compileall
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from picketwire.settings.load import load
from tests.bench.inside import linking, tagging
from tests.bench.processes import measure
from tests.bench.retagging import retagging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.processes import Cost

ROOT = Path(__file__).parents[2]
PICKETWIRE = str(ROOT / ".venv/bin/picketwire")
PEER = str(ROOT / ".venv/bench/bin/python")
PORT, PORTS = 8940, 16


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--entries", type=int, default=30)
    arguments.add_argument(
        "--prefect", action="store_true", help="also the same first poll through the Prefect flow"
    )
    arguments.add_argument("--items", type=int, default=100_000, help="items of the linking benchmark")
    arguments.add_argument("--archive", type=int, default=200_000, help="items of the retagging benchmark")
    given = arguments.parse_args()
    for package in ("picketwire", "parsers"):  # as an installer does; it was done for the peer
        compileall.compile_dir(ROOT / package, quiet=1)
    with tempfile.TemporaryDirectory() as folder, serving(given.feeds, given.entries):
        urls = ask("/urls.txt").decode().split()
        place = Path(folder)
        rows = compare(place, urls)
        print_table(f"{given.feeds} feeds of {given.entries} entries, CPU seconds of all processes", rows)
        print_ours("Start-up", idle(place))
        print_inside(place, given.items, given.archive)
        if given.prefect:
            print_ours("Through Prefect", by_flow(place, urls))


@contextlib.contextmanager
def serving(feeds: int, entries: int) -> Iterator[None]:
    """Start a feed server: the one beside the project where it is, else our own."""
    beside = Path(os.environ.get("PICKETWIRE_FEEDSERVER", ROOT.parent / "shared/bench/feedserver.py"))
    if beside.is_file():
        command = [sys.executable, str(beside), "-n", str(feeds), "-m", str(entries), "--port", str(PORT)]
        command += ["--ports", str(PORTS)]
    else:
        command = [sys.executable, "-m", "tests.bench.server", *map(str, (feeds, entries, PORT, PORTS))]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                ask("/urls.txt")
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        with contextlib.suppress(ChildProcessError):
            server.wait()


def ask(path: str) -> bytes:
    """Ask the feed server."""
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=60) as answer:
        return answer.read()


def compare(place: Path, urls: list[str]) -> list[tuple[str, Cost, Cost]]:
    """Measure three polls of ours and of the peer, one after the other on the same state of the feeds."""
    write_config(place / "config", urls)
    peer = [PEER, "-m", "reader", "--db", str(place / "peer.sqlite")]
    subscribe(place, urls)
    ours = [PICKETWIRE, "run", "--all", "--json"]
    rows = []
    for what in ("first poll", "nothing changed", "10 % changed"):
        if what == "10 % changed":
            ask("/control/advance?pct=10&new=3")
        mine = measure(ours, environment(place))
        theirs = measure([*peer, "update", "--no-scheduled", "--workers", "10"], {"no_proxy": "*"})
        rows.append((what, mine, theirs))
    return rows


def subscribe(place: Path, urls: list[str]) -> None:
    """Give the peer its feeds (not measured)."""
    code = (
        "import sys; from reader import make_reader\n"
        "r = make_reader(sys.argv[1])\n"
        "for u in sys.stdin.read().split(): r.add_feed(u)"
    )
    subprocess.run(
        [PEER, "-c", code, str(place / "peer.sqlite")], input="\n".join(urls), text=True, check=True
    )


def environment(place: Path) -> dict[str, str]:
    """Return the environment of our runs."""
    return {
        "PICKETWIRE_CONFIG": str(place / "config"),
        "PICKETWIRE_ARCHIVE": str(place / "picketwire.sqlite"),
        "PICKETWIRE_ALLOW_PRIVATE": "1",
    }


def write_config(folder: Path, urls: list[str]) -> None:
    """Write a configuration with these feeds and the project's own tag rules."""
    (folder / "sources").mkdir(parents=True)
    (folder / "tags").symlink_to(ROOT / "config/tags")
    rows = "".join(
        f"  - {{slug: f{n}, kind: feed, url: '{u}', name: Feed {n}, every: 15m}}\n"
        for n, u in enumerate(urls)
    )
    (folder / "sources/feeds.yaml").write_text(f"sources:\n{rows}")
    for name in ("organizations.yaml",):
        (folder / name).symlink_to(ROOT / "config" / name)
    (folder / "settings.yaml").write_text("spacing: 0\nper_origin: 8\n")


def idle(place: Path) -> list[tuple[str, Cost]]:
    """Measure the commands that should cost nothing."""
    runs = {"run, nothing due": [PICKETWIRE, "run"], "--help": [PICKETWIRE, "--help"]}
    return [(what, measure(command, environment(place))) for what, command in runs.items()]


def by_flow(place: Path, urls: list[str]) -> list[tuple[str, Cost]]:
    """Measure the same first poll through the flow, with a server for this one run."""
    other = place / "flow"
    write_config(other / "config", urls)
    code = (
        "import asyncio; from flows import environment; environment.prepare(); "
        "from flows.poll import PollOptions, poll; asyncio.run(poll(PollOptions(everything=True)))"
    )
    environ = environment(other) | {"PREFECT_HOME": str(other / "prefect"), "PREFECT_LOGGING_LEVEL": "ERROR"}
    return [("first poll, server for one run included", measure([sys.executable, "-c", code], environ))]


def print_table(title: str, rows: list[tuple[str, Cost, Cost]]) -> None:
    """Print ours and the peer's side by side."""
    print(f"\n{title}\n{'':18}{'picketwire':>12}{'reader':>10}{'ratio':>8}   wall s      peak MB")
    for what, mine, theirs in rows:
        ratio = mine.cpu / theirs.cpu
        walls, peaks = f"{mine.wall:.1f} / {theirs.wall:.1f}", f"{mine.peak:.0f} / {theirs.peak:.0f}"
        print(f"{what:18}{mine.cpu:12.2f}{theirs.cpu:10.2f}{ratio:8.2f}   {walls:12}{peaks}")


def print_inside(place: Path, items: int, archive: int) -> None:
    """Print what tagging, changes of rules and linking take by themselves."""
    config = load(place / "config", environment(place))
    basis = "recorded feeds" if os.environ.get("PICKETWIRE_DATA") else "made-up news"
    print(f"\nTagging, {basis}: {tagging(config):,.0f} items in a CPU second")
    print(f"Change of rules over {archive:,} items, items in a CPU second")
    for change in retagging(config.rules, place, archive):
        speeds = f"tags diff {change.diff:,.0f}, tags apply {change.apply:,.0f}"
        print(f"  {change.what:20} {speeds}, then linking {change.linking:.1f} s")
    linked, new = linking(config, place, items)
    print(f"Linking, CPU seconds: {items:,} tagged items {linked:.1f}, then 100 new ones {new:.2f}")


def print_ours(title: str, rows: list[tuple[str, Cost]]) -> None:
    """Print figures that stand alone."""
    print(f"\n{title}, CPU seconds")
    for what, cost in rows:
        print(f"{what:42}{cost.cpu:6.2f}")


if __name__ == "__main__":
    main()
