"""pyproject.toml, environment.yml and requirements.lock say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
# what conda needs by another name: PyPI's fonttools[woff] brings brotli as an extra
CONDA_ONLY = {"python", "pip", "brotli"}


def _split(requirement: str) -> tuple[str, str]:
    match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(.*)", requirement.strip())
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[1]).lower(), match[2].strip()


def _conda() -> dict[str, str]:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [entry for entry in entries if isinstance(entry, str)]
    by_pip = [line for entry in entries if isinstance(entry, dict) for line in entry["pip"] if line != "-e ."]
    return dict(_split(entry) for entry in [*plain, *by_pip])


def test_environment_mirrors_pyproject():
    wanted = dict(_split(requirement) for requirement in PROJECT["dependencies"])
    assert {name: spec for name, spec in _conda().items() if name not in CONDA_ONLY} == wanted
    assert _conda()["python"] == PROJECT["requires-python"]


def test_every_declared_dependency_is_locked_with_hashes():
    locked = {
        re.sub(r"[-_.]+", "-", m[1]).lower(): m[0]
        for m in re.finditer(
            r"^([A-Za-z0-9._-]+)==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", LOCK, re.M
        )
    }
    extras = PROJECT["optional-dependencies"].values()
    declared = {_split(r)[0] for group in [PROJECT["dependencies"], *extras] for r in group}
    assert declared <= set(locked)
    entries = re.findall(r"^[A-Za-z0-9._-]+==", LOCK, re.M)
    assert len(entries) == len(locked), "an entry of requirements.lock has no hash"


def test_lock_names_no_host_and_no_path():
    assert "://" not in LOCK
    assert not re.search(r"(?<![\w.])/(?:root|home|work|opt|tmp)/", LOCK)
    assert "--index-url" not in LOCK
    assert "--find-links" not in LOCK
