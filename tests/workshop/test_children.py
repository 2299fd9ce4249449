"""Child processes of the class service that print lines."""

from __future__ import annotations

import asyncio
import os
import sys
import time

import psutil
from processes import still_runs

from workshop.service import children

# says two lines; leaves a process behind that holds the output open, in its session or in one of its own
PARENT = """
import subprocess, sys, time
print("satu", flush=True)
left = subprocess.Popen(["sleep", "60"], start_new_session=sys.argv[1] == "apart")
print(left.pid, flush=True)
if sys.argv[2] == "stays": time.sleep(60)
"""


def hear(where: str, then: str, *, kill: bool) -> tuple[list[bytes], int | None]:
    """What is heard of a child that ends (or is killed after its last line), and its exit."""

    async def run() -> tuple[list[bytes], int | None]:
        process = await children.start([sys.executable, "-c", PARENT, where, then], 1000)
        heard = []
        async for line in children.lines(process):
            heard.append(line)
            if kill and len(heard) == 2:
                process.kill()
        return heard, process.returncode

    return asyncio.run(asyncio.wait_for(run(), 30))


def _runs(pid: int) -> bool:
    try:
        return still_runs(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return False


def gone(pid: int) -> bool:
    """Whether a process that was killed has ended; the kernel may take a moment for it."""
    deadline = time.monotonic() + 10
    while _runs(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_a_child_is_read_to_its_end_although_another_holds_its_output_open():
    heard, code = hear("apart", "ends", kill=False)
    assert (heard[0], len(heard), code) == (b"satu\n", 2, 0)
    os.kill(int(heard[1]), 9)


def test_a_killed_child_has_ended_and_takes_its_own_along():
    heard, code = hear("together", "stays", kill=True)
    assert (len(heard), code) == (2, -9)
    assert gone(int(heard[1]))
