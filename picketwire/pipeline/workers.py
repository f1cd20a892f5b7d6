"""A few parser processes with limits on time and memory, fed several small documents at a time."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING

from picketwire.pipeline.job import PRELOADED, Job, Reading, read_documents, start_worker
from picketwire.records import Parsed, Problem

if TYPE_CHECKING:
    from types import TracebackType

    from pebble import ProcessPool

_BATCH = 8  # documents in one job, at most
_BATCH_BYTES = 512 * 1024
_CROWD = 128  # documents in wait: to read them takes longer than another process takes to start
_LAST_WORDS = 10.0  # seconds for workers to end by themselves


class Workers:
    """Parser processes as an asynchronous context manager; `read` never raises for a bad document.

    `rules` is the rule set in force (JSON), `seconds` and `memory` (bytes) what one document may use.

    A document that takes too long, too much memory or its process down costs its own reading only:
    the documents that shared its job are read again, each by itself.
    """

    def __init__(
        self, rules: str, *, processes: int = 2, seconds: float = 10.0, memory: int | None = None
    ) -> None:
        self._seconds = seconds
        self._processes = processes
        self._settings = (rules, memory)
        self._queue: asyncio.Queue[tuple[Job, asyncio.Future[Reading]]] = asyncio.Queue()
        self._feeders: list[asyncio.Task[None]] = []
        self._pools: list[ProcessPool] = []

    async def __aenter__(self) -> Workers:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for feeder in self._feeders:
            feeder.cancel()
        await asyncio.gather(*self._feeders, return_exceptions=True)
        for pool in self._pools:
            await asyncio.to_thread(_end, pool, gently=error is None)

    async def read(self, job: Job) -> Reading:
        """Read one document in a worker; a failure comes back as an unreadable `Parsed` with its reason."""
        future: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        await self._queue.put((job, future))
        if len(self._feeders) < self._processes and self._queue.qsize() > _CROWD * len(self._feeders):
            self._start()
        return await future

    def _start(self) -> None:
        """Start a process: one with the first document, so that a run without any has none; more by need."""
        from pebble import ProcessPool  # noqa: PLC0415 -- nor does such a run import what runs them

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([*PRELOADED])
        pool = ProcessPool(max_workers=1, context=context, initializer=start_worker, initargs=self._settings)
        self._pools.append(pool)
        self._feeders.append(asyncio.create_task(self._feed(pool)))

    async def _feed(self, pool: ProcessPool) -> None:
        while True:
            batch = [await self._queue.get()]
            size = len(batch[0][0].body)
            while len(batch) < _BATCH and size < _BATCH_BYTES and not self._queue.empty():
                batch.append(self._queue.get_nowait())
                size += len(batch[-1][0].body)
            readings = await self._read_batch(pool, [job for job, _ in batch])
            for (_, future), reading in zip(batch, readings, strict=True):
                if not future.done():
                    future.set_result(reading)

    async def _read_batch(self, pool: ProcessPool, jobs: list[Job]) -> list[Reading]:
        outcome = await self._run(pool, jobs)
        if isinstance(outcome, list):
            return outcome
        if len(jobs) == 1:
            problem = Problem(where="document", what=outcome)
            return [Reading(parsed=Parsed(readable=False, problems=(problem,)))]
        return [(await self._read_batch(pool, [job]))[0] for job in jobs]

    async def _run(self, pool: ProcessPool, jobs: list[Job]) -> list[Reading] | str:
        """Run one job; return its readings, or what went wrong in words."""
        from pebble import ProcessExpired  # noqa: PLC0415 -- as above

        future = pool.schedule(read_documents, args=[jobs], timeout=self._seconds)
        try:
            return await asyncio.wrap_future(future)
        except (FutureTimeout, TimeoutError):
            return f"reading it took longer than {self._seconds:g} s"
        except MemoryError:
            return "reading it took more memory than a parser may use"
        except ProcessExpired as error:
            return f"it ended the parser process (exit code {error.exitcode})"
        except asyncio.CancelledError:
            with contextlib.suppress(Exception):
                future.cancel()
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- the border of a worker's job: whatever it raises is that document's
            return f"the parser failed: {type(error).__name__}: {error}"


def _end(pool: ProcessPool, *, gently: bool) -> None:
    """End the processes: a worker that is killed while it starts would print a traceback."""
    try:
        if gently:
            pool.close()
            pool.join(timeout=_LAST_WORDS)
            return
    except FutureTimeout:
        pass
    pool.stop()
    pool.join()
