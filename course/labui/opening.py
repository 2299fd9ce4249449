"""Opens a simulator by its name: the one call of every app notebook."""

from __future__ import annotations

import contextlib
import importlib
import resource
from pathlib import Path

from kpi_sim.errors import UnknownNameError
from labui.assets import on_our_page
from labui.frame import Presenter, Simulator
from labui.refine import LADDER

# bytes that the process of a page may take beyond what it has when it opens; the longest ladder and a picture for print
# need less than 100 MiB
ROOM = 256 * 2**20

# where a hundred repetitions tell as much as a screen shows, or more would take too long
HUNDRED = (10, 40, 100)
# name -> (module, class, replications on each rung of refinement)
SIMULATORS: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "loket": ("labui.presenters.loket", "Loket", LADDER),
    "perizinan": ("labui.presenters.perizinan", "Licensing", HUNDRED),
    "skm": ("labui.presenters.skm", "SatisfactionSurvey", LADDER),
    "inovasi": ("labui.presenters.inovasi", "Innovations", HUNDRED),
    "skor": ("labui.presenters.skor", "ScorePanel", (1,)),
    "adopsi": ("labui.presenters.adopsi", "Spreading", LADDER),
    "pendidikan": ("labui.presenters.pendidikan", "Schools", HUNDRED),
    "dinas-kesehatan": ("labui.presenters.kesehatan", "MaternalDeaths", HUNDRED),
    "permainan": ("labui.presenters.permainan", "Gaming", LADDER),
    "mutu": ("labui.presenters.mutu", "DataQuality", HUNDRED),
    "kepala-dinas": ("labui.presenters.kepala_dinas", "HeadOfAgency", HUNDRED),
    "rancang": ("labui.presenters.rancang", "Rancang", (1,)),
}

_prepared: dict[str, Presenter] = {}


def presenter(name: str) -> Presenter:
    """The presenter of a simulator.

    Raises:
        UnknownNameError: there is no such simulator; the message names the nearest.
    """
    if name not in SIMULATORS:
        raise UnknownNameError("Simulator", name, SIMULATORS)
    module, kind, _ = SIMULATORS[name]
    found: Presenter = getattr(importlib.import_module(module), kind)()
    return found


def prepare(name: str) -> None:
    """Make the presenter, words and first answer of a simulator; the next ``simulator(name)`` uses it."""
    made = presenter(name)
    made.spec()
    made.answer(made.settle({}), SIMULATORS[name][2][0])
    _prepared[name] = made


def simulator(name: str) -> Simulator:
    """The simulator called ``name``, to be the last line of a cell.

    Raises:
        UnknownNameError: there is no such simulator.
    """
    if on_our_page():
        _end_memory()
    made = _prepared.pop(name, None) or presenter(name)  # a second one in the same kernel plays for itself
    return Simulator(made, ladder=SIMULATORS[name][2])


def _end_memory() -> None:
    """Give this process an end to its memory, where the system can: beyond it only its own page fails."""
    with contextlib.suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        held = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData"))
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (held + ROOM, hard))
