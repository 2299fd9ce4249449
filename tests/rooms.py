"""What tests of rooms share: the levels that this machine has, and short limits."""

from __future__ import annotations

import functools
import subprocess
import sys

from grading.room.limits import Limits
from grading.room.walls import LEVELS

SHORT = Limits(cell_seconds=1.5, call_seconds=1.0, total_seconds=20.0)
_ASK = "import sys; from grading.room.walls import reachable; print(int(reachable(sys.argv[1])))"


@functools.cache
def levels() -> list[str]:
    """The levels of isolation to be had here; a machine with none cannot run these tests at all."""
    found = [
        level
        for level in LEVELS
        if subprocess.run([sys.executable, "-c", _ASK, level], capture_output=True, text=True).stdout.strip()
        == "1"
    ]
    assert found, "this machine offers no isolation (Linux 5.13 with landlock, and libseccomp2, are needed)"
    return found
