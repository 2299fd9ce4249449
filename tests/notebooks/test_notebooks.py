"""Every lesson and app notebook is in normal form and gives again what it shows (nbval, strict)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workshop.notebooks import faults

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted([*ROOT.glob("course/lessons/*.ipynb"), *ROOT.glob("course/apps/*.ipynb")])


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_there_are_lessons():
    assert any(path.parent.name == "lessons" for path in NOTEBOOKS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=_name)
def test_notebook_is_in_normal_form(path: Path):
    assert not faults(path), "\n".join(faults(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=_name)
def test_notebook_gives_again_what_it_shows(path: Path, tmp_path: Path):
    """Strict nbval in a clean kernel; without a network, as in a classroom."""
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "--no-header"]
    command += ["-p", "no:cacheprovider", "-p", "no:randomly", "--timeout=280", str(path)]
    env = os.environ | {"IPYTHONDIR": str(tmp_path / "ipython")}
    for name in ("http_proxy", "https_proxy"):
        env |= {name: "http://127.0.0.1:9", name.upper(): "http://127.0.0.1:9"}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=290, check=False)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
