"""Style and types, held by the tools themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    "arguments", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)], ids=" ".join
)
def test_tool_has_nothing_to_say(arguments: tuple[str, ...], tmp_path: Path):
    extra = ["--cache-dir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", *arguments, *extra], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
