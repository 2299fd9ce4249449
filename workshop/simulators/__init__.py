"""The simulators of a class: which there are, how their server is started, where each opens.

The server is Voila with our template, handlers and limits (``server``); a notebook in ``course/apps`` is a simulator
when its metadata says so (``lab_iku``: question, minutes). Nothing heavy is imported here.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from kpi_sim.errors import UnknownNameError
from workshop import paths

__all__ = ["Simulator", "find_simulator", "list_simulators", "server_command"]


# imported once, shared by all viewers' kernels
PRELOAD = (
    "numpy",
    "scipy.special",
    "pandas",
    "ipywidgets",
    "anywidget",
    "labui.warmed",
)


@dataclass(frozen=True)
class Simulator:
    """One simulator of the course."""

    id: str
    title: str
    question: str
    minutes: int
    file: Path

    def path(self, base_url: str = "/simulator/", view: str = "phone", code: str | None = None) -> str:
        """URL path that opens it; ``view`` is ``"phone"`` or ``"projector"``, ``code`` the class code to show."""
        query = {"view": view} | ({"kode": code} if code else {})
        return f"{base_url.rstrip('/')}/{quote(self.id)}?{urlencode(query)}"


def list_simulators(folder: Path = paths.APPS) -> list[Simulator]:
    """Every simulator of the course, in the order of their numbers."""
    found = [
        (order, simulator) for file in sorted(folder.glob("*.ipynb")) for order, simulator in _read(file)
    ]
    return [simulator for _, simulator in sorted(found, key=lambda item: (item[0], item[1].id))]


def _read(file: Path) -> list[tuple[int, Simulator]]:
    notebook = json.loads(file.read_text(encoding="utf-8"))
    card = notebook["metadata"].get("lab_iku")
    if not card:
        return []
    title = next(
        line.removeprefix("# ").strip()
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("# ")
    )
    simulator = Simulator(file.stem, title, card["question"], int(card["minutes"]), file)
    return [(int(card.get("order", 99)), simulator)]


def find_simulator(name: str) -> Simulator:
    """The simulator called ``name``.

    Raises:
        UnknownNameError: there is none; the message names the nearest.
    """
    by_id = {simulator.id: simulator for simulator in list_simulators()}
    if name not in by_id:
        raise UnknownNameError("Simulator", name, by_id)
    return by_id[name]


def server_command(
    *,
    port: int,
    base_url: str = "/simulator/",
    data_dir: Path | str,
    viewers: int | None = None,
) -> tuple[list[str], dict[str, str]]:
    """Command and environment of the simulators' server: Voila with our template, loopback only.

    Args:
        port: loopback port.
        base_url: path under which the front door routes to it.
        data_dir: folder for its own files (made when missing).
        viewers: largest number of viewers at once; by default what the memory allows.
    """
    home = Path(data_dir).resolve() / "simulator"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    argv = [sys.executable, "-m", "workshop.simulators.server", "--port", str(port), "--base-url", base_url]
    argv += ["--data", str(home)] + (["--viewers", str(viewers)] if viewers else [])
    env = {
        "JUPYTER_WIDGETS_ECHO": "0",  # a page has a kernel of its own: nobody else's moves are to be told to it
        # our own Jupyter folders: a user's configuration or kernels cannot change what a class sees
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "WARM_KERNELS_PRELOAD": " ".join(PRELOAD),
        "PYTHONPATH": os.pathsep.join(_python_path()),
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    }
    return argv, env


def _python_path() -> list[str]:
    """The project first, so that it works installed or straight from a clone."""
    ours = [str(paths.ROOT), str(paths.COURSE)]
    given = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    return ours + [part for part in given if part not in ours]
