"""Child processes that print lines of JSON: started in a session of their own, read to their end, buried with their own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator

LOOK = 0.1  # seconds between two looks at whether a child has ended
GRACE = 1.0  # seconds for the last words of a child that has ended


async def start(command: list[str], longest_line: int) -> asyncio.subprocess.Process:
    """Start a child whose output is read."""
    return await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stdin=asyncio.subprocess.DEVNULL,
        limit=longest_line,
        start_new_session=True,
    )


async def lines(process: asyncio.subprocess.Process) -> AsyncIterator[bytes]:
    """What the child prints, until it ends; a process of its own that outlives it may hold the output open."""
    assert process.stdout
    ended = asyncio.create_task(bury(process))
    while True:
        line = asyncio.create_task(process.stdout.readline())
        await asyncio.wait({line, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not line.done():
            await asyncio.wait({line}, timeout=GRACE)
        if not line.done() or not line.result():
            line.cancel()
            break
        yield line.result()
    await ended
    _let_go(process)


async def bury(process: asyncio.subprocess.Process) -> None:
    """Wait for the child's end, then end whatever of it is left.

    Looked at, not awaited: ``process.wait()`` returns only when nobody holds the child's output open any more.
    """
    while process.returncode is None:
        await asyncio.sleep(LOOK)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _let_go(process: asyncio.subprocess.Process) -> None:
    """Close our end of the output, which asyncio keeps open as long as anybody holds the other end."""
    process._transport.close()  # type: ignore[attr-defined]
