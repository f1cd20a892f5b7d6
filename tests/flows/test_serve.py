"""`picketwire serve` from the outside: it runs by schedule and by hand, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from picketwire.archive.opening import open_reader
from tests.flows.conftest import free_port, rss
from tests.flows.processes import alive, descendants
from tests.servers import Asked, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.flows.conftest import Desk

pytestmark = [pytest.mark.prefect, pytest.mark.slow]
PICKETWIRE = [sys.executable, "-m", "picketwire"]


def environment() -> dict[str, str]:
    """Return the environment without what other tests say to Prefect."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


class Serve:
    """A running `picketwire serve` in a session of its own."""

    def __init__(self, log: Path, port: int) -> None:
        self.port = port
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*PICKETWIRE, "serve", "--port", str(port), "--every", "60"],
                stdout=output,
                stderr=output,
                start_new_session=True,
                env=environment(),
            )

    def until(self, condition: Any, seconds: float = 240) -> None:
        """Wait for something to become true while the process runs."""
        end = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.2)

    def says(self, words: str) -> bool:
        """Whether its output holds these words."""
        return words in self.log.read_text()

    def runs(self) -> list[dict[str, Any]]:
        """Return the runs that have begun, the newest first."""
        begun = {"state": {"type": {"not_any_": ["SCHEDULED"]}}}
        body = json.dumps({"flow_runs": begun, "sort": "EXPECTED_START_TIME_DESC"}).encode()
        url = f"http://127.0.0.1:{self.port}/api/flow_runs/filter"
        ask = Request(url, body, {"Content-Type": "application/json"})
        with urlopen(ask) as answer:  # noqa: S310 -- the address above
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def processes(self) -> list[int]:
        """Return what it has started and what that has started, by process id."""
        return descendants(self.process.pid)


@contextmanager
def serving(desk: Desk, port: int) -> Iterator[Serve]:
    """Start `picketwire serve`, wait for its address, and kill it at the end if the test has not ended it."""
    serve = Serve(desk.folder / "serve.log", port)
    try:
        serve.until(lambda: serve.says(f"http://127.0.0.1:{port}"))
        yield serve
    finally:
        serve.process.kill()
        serve.process.wait()


def picketwire(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*PICKETWIRE, *arguments], capture_output=True, text=True, check=False, env=environment()
    )


def hanging(asked: Asked) -> Reply:
    """Answer so late that a run is caught at work."""
    time.sleep(15)
    return Reply(body=rss("late"))


def test_serve_from_start_to_kill_and_again(desk: Desk) -> None:
    """Killed in the middle of a run it leaves no process, and the next start settles what it left."""
    desk.watch("ledger")
    desk.site.routes["/ledger"] = Reply(body=rss("Writers strike", "Weather"), etag='"1"')
    port = free_port()
    with serving(desk, port) as serve:
        serve.until(lambda: serve.says("2 new items"))  # the schedule's first run
        with open_reader(desk.archive) as connection:
            assert connection.execute("SELECT count(*) FROM items").fetchone()[0] == 2

        by_hand = picketwire("trigger", "ledger", "--port", str(port))
        assert by_hand.returncode == 0, by_hand.stderr
        assert "1 sources due: 1 unchanged" in by_hand.stdout
        wrong = picketwire("trigger", "legder", "--port", str(port))
        assert wrong.returncode == 1
        assert "no source 'legder'" in wrong.stdout

        second = picketwire("serve", "--port", str(free_port()))
        assert second.returncode == 1
        assert "another `picketwire serve` is running" in second.stderr

        desk.site.routes["/ledger"] = hanging
        asked = len(desk.site.asked)
        picketwire("trigger", "ledger", "--port", str(port), "--timeout", "0")
        serve.until(lambda: len(desk.site.asked) > asked)
        below = serve.processes()
        assert len(below) >= 2, "the server and the run"
        serve.process.kill()
        assert alive(below) == []

    with serving(desk, port) as serve:
        left_over = [run for run in serve.runs() if run["parameters"]["options"].get("sources") == ["ledger"]]
        assert [run["state"]["type"] for run in left_over] == ["CRASHED", "COMPLETED"]
        below = serve.processes()
        os.killpg(serve.process.pid, signal.SIGINT)  # what Ctrl-C does
        assert serve.process.wait(60) == 0
        assert alive(below) == []


def test_sigterm_in_the_middle_of_a_run_ends_everything_in_order(desk: Desk) -> None:
    desk.watch("ledger")
    desk.site.routes["/ledger"] = hanging
    with serving(desk, free_port()) as serve:
        serve.until(lambda: bool(desk.site.asked))
        below = serve.processes()
        serve.process.terminate()
        assert serve.process.wait(60) == 0
        assert alive(below) == []
    assert serve.says("stopped")


def test_trigger_says_that_no_server_answers() -> None:
    answer = picketwire("trigger", "--port", str(free_port()))
    assert answer.returncode == 1
    assert "no Prefect server answers" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.browser
def test_the_ui_opens_and_shows_the_form(desk: Desk) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium here")
    desk.watch("ledger")
    with serving(desk, free_port()) as serve:
        serve.until(lambda: bool(serve.runs()))
        deployment = serve.runs()[0]["deployment_id"]
        address = f"http://127.0.0.1:{serve.port}/deployments/deployment/{deployment}/run"
        page = subprocess.run(
            [
                *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
                *("--disable-component-update", "--disable-sync", "--no-first-run", "--dump-dom"),
                *(f"--user-data-dir={desk.folder / 'browser'}", "--virtual-time-budget=20000", address),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    assert "Only say what would be polled." in page
