"""Looking at processes that may end between two looks."""

from __future__ import annotations

import psutil


def still_runs(process: psutil.Process) -> bool:
    """Whether it has not ended; one that nobody has buried yet has ended too."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
