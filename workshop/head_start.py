"""``iku grade`` waits longest for its warm process, so that is started before anything else is imported."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grading.room.warm import WarmProcess

_warm: list[WarmProcess] = []
# with these nothing is graded here
_OTHERWISE = ("--lint", "--cluster", "--help", "-h")

if sys.argv[1:2] == ["grade"] and not any(argument.startswith(_OTHERWISE) for argument in sys.argv):
    from grading.room.warm import WarmProcess

    with contextlib.suppress(OSError):  # told where it is asked for
        _warm.append(WarmProcess())


def warm_process() -> WarmProcess:
    """The warm process that was started ahead, or one that is started now."""
    from grading.room.warm import WarmProcess

    return _warm.pop() if _warm else WarmProcess()
