"""otter-grader beside ours: installed once into ``.cache/peers/otter`` in front of the project's own packages.

So all three graders run on the same Python, kernel, pandas and matplotlib. Needs a package registry the first time.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK = HERE / "otter.txt"
INSTALLED = HERE.parents[1] / ".cache" / "peers" / "otter"


def environment() -> dict[str, str]:
    """Environment variables with which ``python -m otter`` runs; installs it where it is not there yet.

    Raises:
        subprocess.CalledProcessError: it cannot be installed.
    """
    folder = INSTALLED / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    if not folder.exists():
        new = folder.with_suffix(".new")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--require-hashes", "--target", str(new), "-r", str(LOCK)], check=True)
        new.rename(folder)
    return {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def autograder(place: Path, tasks: Iterable[tuple[str, str, str]]) -> Path:
    """An autograder archive, as ``otter generate`` makes it, for tasks (name, visible test, hidden test)."""
    tests = place / "tests"
    tests.mkdir()
    for name, visible, hidden in tasks:
        cases = [
            {"code": f">>> {text}", "hidden": shut, "locked": False}
            for text, shut in ((visible, False), (hidden, True))
        ]
        suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": name, "points": 2, "all_or_nothing": True, "suites": [suite]}
        (tests / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    (place / "otter_config.json").write_text(json.dumps({"pdf": False}))
    archive = place / "autograder.zip"
    command = ["generate", "-t", "tests", "-c", "otter_config.json", "-o", archive.name, "--no-environment"]
    subprocess.run(
        [sys.executable, "-m", "otter", *command],
        cwd=place,
        env=environment(),
        check=True,
        capture_output=True,
    )
    return archive


def run_all(archive: Path, notebooks: Iterable[tuple[Path, Path]]) -> None:
    """``otter run`` once for each (notebook, folder of its results): it takes one submission at a time."""
    command = [sys.executable, "-m", "otter", "run", "-a", str(archive), "--no-logo"]
    for notebook, folder in notebooks:
        folder.mkdir(parents=True)
        subprocess.run(
            [*command, "-o", str(folder), str(notebook)],
            cwd=folder,
            env=environment(),
            check=True,
            capture_output=True,
        )


def score(folder: Path) -> float:
    """The points that a run wrote down."""
    tests = json.loads((folder / "results.json").read_text())["tests"]
    return sum(test.get("score", 0.0) for test in tests)


def main() -> None:
    """``python otter.py ARCHIVE FOLDER NOTEBOOK…``: grade all of them, results into ``FOLDER/<participant>``."""
    archive, folder, *notebooks = map(Path, sys.argv[1:])
    run_all(archive, [(notebook, folder / notebook.parents[1].name) for notebook in notebooks])


if __name__ == "__main__":
    main()
