"""How far a command is and how long it will still take: one line that is written over, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

Told = Callable[[int, int], None]
_PATIENT = 2.0  # seconds in which nobody asks how far it is; shorter work says nothing
_OFTEN = 0.25  # seconds between two changes of the line: calm to read


def bar(done_word: str) -> Told | None:
    """A function to call with (done, of how many); ``None`` where nobody would see it.

    ``done_word``: what has happened to those that are done, as "dinilai".
    """
    if not sys.stderr.isatty():
        return None
    begun = time.monotonic()
    last = 0.0

    def show(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - begun < _PATIENT or (now - last < _OFTEN and done < total):
            return
        last = now
        click.echo(
            f"\r{done} dari {total} {done_word}{_left(done, total, now - begun)}   ", nl=False, err=True
        )
        if done == total:
            click.echo(err=True)

    return show


def _left(done: int, total: int, seconds: float) -> str:
    if not 0 < done < total:
        return ""
    left = seconds / done * (total - done)
    # the last of many may be the one that hangs: no zero that then lasts for ten seconds
    return f", sisa sekitar {left:.0f} detik" if left >= _PATIENT else ", tinggal sedikit lagi"
