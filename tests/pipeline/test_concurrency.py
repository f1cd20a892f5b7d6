"""Several runs at once, and runs that are killed: nothing lost, nothing doubled, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from picketwire.archive.lock import writer_lock
from picketwire.archive.opening import open_reader
from picketwire.errors import ArchiveBusy
from tests.pipeline.kills import World, torment
from tests.servers import serve

pytestmark = pytest.mark.slow
_RUN = [sys.executable, "-m", "picketwire", "run", "--all", "--json"]


@pytest.fixture
def world(tmp_path):
    with serve() as site:
        made = World(tmp_path, site)
        made.configure()
        made.advance()
        yield made


def test_six_runs_at_once_lose_no_batch_and_show_no_lock_error(world):
    processes = [
        subprocess.Popen(
            _RUN, env=world.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    answers = [(*p.communicate(), p.returncode) for p in processes]
    assert [code for *_, code in answers] == [0] * 6
    for out, error, _ in answers:
        assert "Traceback" not in error
        assert "locked" not in error
        assert json.loads(out)["sources"]["due"] == 12
    with open_reader(world.folder / "archive.sqlite") as db:
        assert db.execute("SELECT count(*) FROM items").fetchone()[0] == 120
        assert db.execute("SELECT count(*) FROM fetches").fetchone()[0] == 72


def test_a_reader_is_never_hindered_by_a_writer(world):
    world.run()
    world.advance()
    writer = subprocess.Popen(_RUN, env=world.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    reads = 0
    while writer.poll() is None:
        with open_reader(world.folder / "archive.sqlite") as db:
            assert db.execute("SELECT count(*) FROM items").fetchone()[0] >= 120
        reads += 1
    assert writer.returncode == 0
    assert reads > 3


def test_no_wait_leaves_with_exit_code_3_and_names_the_holder(world):
    world.run()
    with writer_lock(world.folder / "archive.sqlite"):
        done = subprocess.run(
            [*_RUN, "--no-wait"], env=world.environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 3
    assert "is being written by process" in done.stderr


def test_the_lock_is_one_at_a_time_within_a_process_too(tmp_path):
    path = tmp_path / "a.sqlite"
    with writer_lock(path), pytest.raises(ArchiveBusy), writer_lock(path, wait=False):
        pass


def test_twenty_kills_break_no_promise():
    hit, broken = torment(20)
    assert broken == []
    assert hit >= 5, "the kills came too late to prove anything"
