"""A room on two cores, measured on the real thing. Prints JSON; says on stderr how far it is.

1. ``phones``: they join, answer five parts with a check each, and submit;
2. ``feedback``: thirty submit, the desk grades and releases, everyone opens the feedback;
3. ``first_visit``: bytes on the wire of a phone that was never here, everything outside left hanging;
4. ``lab``: from the click to a usable JupyterLab, in Chromium, one after the other;
5. ``laptops``: twenty notebook users come within a minute and run a lesson; the peak of memory (PSS) of all processes;
6. ``guests``: hundreds without sign-in open the public page, vote, and open a simulator;
7. ``game``: twelve teams play "Kepala Dinas 5 tahun", every phone asks for news all the time, the wall looks on;
8. ``fire``: SIGKILL of one process after another while phones and laptops work.

Run ``.venv/bin/python benchmarks/class.py`` (about fifteen minutes), ``--quick`` (about three), or name some of the
rows. Clients share the cores with the class, so a real room is faster than this.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient

from benchmarks.classroom.audience import audience
from benchmarks.classroom.fire import Fire
from benchmarks.classroom.grading_round import feedback
from benchmarks.classroom.notebooks import laptops
from benchmarks.classroom.phones import crowd
from benchmarks.classroom.running import RunningClass
from benchmarks.classroom.team_game import team_game
from benchmarks.classroom.visits import first_visit, to_lab

Row = Callable[[RunningClass, argparse.Namespace], dict[str, object]]


def say(text: str) -> None:
    """Progress, for the person who waits."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def phones(kelas: RunningClass, args: argparse.Namespace) -> dict[str, object]:
    return asyncio.run(crowd(kelas, args.phones, args.seconds))[1]


def graded(kelas: RunningClass, args: argparse.Namespace) -> dict[str, object]:
    async def work() -> dict[str, object]:
        people, _ = await crowd(kelas, 30, 20)
        return await feedback(kelas, people)

    return asyncio.run(work())


def on_laptops(kelas: RunningClass, args: argparse.Namespace) -> dict[str, object]:
    return laptops(kelas, args.laptops, args.come_within)[1]


def guests(kelas: RunningClass, args: argparse.Namespace) -> dict[str, object]:
    return asyncio.run(audience(kelas, args.guests, args.seconds))


def game(kelas: RunningClass, args: argparse.Namespace) -> dict[str, object]:
    return asyncio.run(team_game(kelas, args.phones))


def under_fire(kelas: RunningClass, args: argparse.Namespace) -> dict[str, object]:
    return asyncio.run(
        Fire(kelas, phones=min(20, args.phones), laptops=args.laptops_under_fire, say=say).run(args.kills)
    )


ROWS: dict[str, Row] = {
    "phones": phones,
    "feedback": graded,
    "first_visit": lambda kelas, args: first_visit(kelas),
    "lab": lambda kelas, args: to_lab(kelas, args.labs),
    "laptops": on_laptops,
    "guests": guests,
    "game": game,
    "fire": under_fire,
}


def wanted() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], help="rows to measure (default: all)")
    parser.add_argument("--quick", action="store_true", help="fewer people and deaths")
    parser.add_argument("--phones", type=int)
    parser.add_argument("--seconds", type=float, default=45.0, help="time that the phones take")
    parser.add_argument("--labs", type=int)
    parser.add_argument("--laptops", type=int)
    parser.add_argument("--come-within", type=float, default=60.0, help="seconds in which laptops come")
    parser.add_argument("--laptops-under-fire", type=int)
    parser.add_argument("--guests", type=int, help="people without sign-in")
    parser.add_argument("--kills", type=int)
    args = parser.parse_args()
    few = {"phones": 20, "labs": 1, "laptops": 3, "laptops_under_fire": 1, "guests": 60, "kills": 13}
    full = {"phones": 60, "labs": 3, "laptops": 20, "laptops_under_fire": 4, "guests": 300, "kills": 65}
    for name, value in (few if args.quick else full).items():
        if getattr(args, name) is None:
            setattr(args, name, value)
    return args


def main() -> None:
    """Each row in a class folder of its own, so that none rests on what another left."""
    args = wanted()
    AsyncHTTPClient.configure(None, max_clients=500)
    out: dict[str, object] = {"processors": os.cpu_count(), "load_before": round(os.getloadavg()[0], 1)}
    for name in args.rows or ROWS:
        with tempfile.TemporaryDirectory() as place:
            kelas = RunningClass(Path(place) / "kelas")
            ready = kelas.start()
            out.setdefault("ready_s", round(ready, 2))
            say(f"{name} …")
            try:
                out[name] = ROWS[name](kelas, args)
            finally:
                kelas.stop()
            say(f"{name}: {json.dumps(out[name])}")
    print(json.dumps(out, indent=2))


if __name__ == "__main__":
    main()
