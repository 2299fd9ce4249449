"""The house rules that a machine can hold: direction of imports, size of files, nothing loaded from outside."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = {"kpi_sim": "kpi_sim", "labui": "course/labui", "grading": "grading", "workshop": "workshop"}
MAY_IMPORT = {
    "kpi_sim": set(),
    "labui": {"kpi_sim"},
    "grading": {"kpi_sim"},
    "workshop": {"grading", "labui", "kpi_sim"},
}
KPI_SIM_NEVER = {"IPython", "ipywidgets", "nbgrader", "voila", "matplotlib", "jupyter_client"}
# inside kpi_sim: a floor may import only from floors below it (style.md §1)
FLOORS = [
    {"errors"},
    {"units", "streams"},
    {"rules", "data"},
    {"indicators", "engine", "frictions", "evidence"},
    {"scenarios"},
    {"experiment"},
    {"report", "validate", "bench"},
]
LONGEST_FILE = 500


def _files(package: str) -> list[Path]:
    return sorted((ROOT / FOLDER[package]).rglob("*.py"))


def _imports(path: Path) -> set[str]:
    """Full dotted names that ``path`` imports, anywhere in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import; write the full name"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("package", FOLDER)
def test_imports_go_down_only(package: str):
    forbidden = set(FOLDER) - {package} - MAY_IMPORT[package]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files(package)
        for name in sorted(_imports(path))
        if name.split(".")[0] in forbidden
    ]
    assert not wrong, "\n".join(wrong)


def test_kpi_sim_knows_no_jupyter():
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files("kpi_sim")
        for name in sorted(_imports(path))
        if name.split(".")[0] in KPI_SIM_NEVER
    ]
    assert not wrong, "\n".join(wrong)


def test_floors_inside_kpi_sim():
    floor_of = {name: height for height, names in enumerate(FLOORS) for name in names}
    wrong = []
    for path in _files("kpi_sim"):
        own = path.relative_to(ROOT / "kpi_sim").parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        assert own in floor_of, f"kpi_sim/{own}: say in FLOORS on which floor it stands"
        for name in _imports(path):
            parts = [*name.split("."), ""]
            other = floor_of.get(parts[1], -1) if parts[0] == "kpi_sim" and parts[1] != own else -1
            if other >= floor_of[own]:
                wrong.append(f"{path.relative_to(ROOT)} imports kpi_sim.{parts[1]}")
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_import_of_kpi_sim_brings_numpy_only():
    heavy = {"pandas", "scipy", "matplotlib", "numba", "dask", "networkx", "mesa"}
    code = f"import sys, kpi_sim\nprint(sorted({heavy!r} & {{name.split('.')[0] for name in sys.modules}}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_public_names_are_importable_and_documented():
    import kpi_sim

    assert list(kpi_sim.__all__) == sorted(kpi_sim.__all__)
    undocumented = [name for name in kpi_sim.__all__ if not (getattr(kpi_sim, name).__doc__ or "").strip()]
    assert not undocumented


@pytest.mark.parametrize("package", FOLDER)
def test_no_file_has_become_two_things(package: str):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _files(package)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def _tracked(*suffixes: str) -> list[Path]:
    out = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in out.split("\0") if name.endswith(suffixes) and (ROOT / name).is_file()]


def test_nothing_that_a_browser_loads_comes_from_outside():
    outside = re.compile(
        r"""(?:src|href)\s*=\s*["'](?:https?:)?//(?!localhost|127\.0\.0\.1)[^"']+\.(?:js|css|woff2?|mjs)"""
        r"""|@import\s+["']https?://|from\s+["']https?://|import\(["']https?://|url\(["']?https?://"""
    )
    here = Path(__file__)
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in _tracked(".html", ".j2", ".css", ".js", ".mjs", ".ipynb", ".py", ".svg")
        if path != here and (match := outside.search(path.read_text(encoding="utf-8")))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_path_of_one_machine_and_no_registry_host():
    machine = re.compile(r"(?<![\w.])/(?:root|home/[a-z_][\w-]*|work)/[\w.]")
    host = re.compile(r"files\.pythonhosted|pypi\.org|registry\.npmjs|deb\.debian\.org", re.I)
    here = Path(__file__)
    suffixes = (
        ".py",
        ".md",
        ".toml",
        ".yml",
        ".lock",
        ".txt",
        ".json",
        ".ipynb",
        ".js",
        ".html",
        "Makefile",
        "run",
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in _tracked(*suffixes)
        if path != here
        for pattern in (machine, host)
        if (match := pattern.search(path.read_text(encoding="utf-8")))
    ]
    assert not wrong, "\n".join(wrong)
