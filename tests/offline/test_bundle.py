"""The class on a stick: packed here, set up in a network namespace in which nothing can be reached."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from workshop import offline, paths
from workshop.errors import BundleError

# what `iku --help` and an editable installation need; the whole set differs in length only
FEW = frozenset({"click", "editables", "hatchling", "numpy", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"})  # fmt: skip
NO_NETWORK = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle."""
    place = tmp_path_factory.mktemp("stick")
    heard: list[tuple[int, int]] = []
    bundle = offline.write_bundle(place / "dist", only=FEW, told=lambda *far: heard.append(far))
    assert heard == [(done, len(FEW)) for done in range(len(FEW) + 1)]
    assert [item.name for item in (place / "dist").iterdir()] == [bundle.name]
    with tarfile.open(bundle) as archive:
        archive.extractall(place, filter="data")
    return place / bundle.name.removesuffix(".tar.gz")


def install(stick: Path, target: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run pasang.sh where there is no network at all."""
    argv = [*NO_NETWORK, "sh", str(stick / "pasang.sh"), str(target)]
    given = {"PATH": os.environ["PATH"], "HOME": str(target.parent), "PYTHON": sys._base_executable, **env}
    return subprocess.run(argv, env=given, capture_output=True, text=True, timeout=240)


@pytest.mark.slow
def test_it_installs_and_runs_where_nothing_can_be_reached(stick: Path, tmp_path: Path):
    target = tmp_path / "lab-iku"
    reach = [
        *NO_NETWORK,
        sys.executable,
        "-c",
        "import socket; socket.create_connection(('127.0.0.1', 9), 2)",
    ]
    assert "Network is unreachable" in subprocess.run(reach, capture_output=True, text=True).stderr
    done = install(stick, target)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1].startswith("Siap. Mulai kelas: ")
    shown = subprocess.run(
        [*NO_NETWORK, str(target / ".venv/bin/iku"), "--help"], capture_output=True, text=True
    )
    assert shown.returncode == 0 and "Memulai kelas" in shown.stdout
    # `make` would not set it up once more, which needs the internet
    ready = (target / ".venv" / ".siap").stat().st_mtime
    assert ready >= max((target / name).stat().st_mtime for name in ("requirements.lock", "pyproject.toml"))


def test_a_damaged_package_is_noticed_by_its_hash(stick: Path, tmp_path: Path):
    wheel = next((stick / "wheels").glob("click-*.whl"))
    whole = wheel.read_bytes()
    wheel.write_bytes(whole + b"\0")
    try:
        done = install(stick, tmp_path / "lab-iku")
    finally:
        wheel.write_bytes(whole)
    assert done.returncode == 1
    assert "Sebuah paket rusak atau kurang. Salin ulang bundel ke flashdisk" in done.stderr


def test_another_python_is_refused_before_anything_is_written(stick: Path, tmp_path: Path):
    said = (stick / "python.txt").read_text()
    (stick / "python.txt").write_text("3.99 sparc\n")
    try:
        done = install(stick, tmp_path / "lab-iku")
    finally:
        (stick / "python.txt").write_text(said)
    assert done.returncode == 1 and "Bundel ini untuk Python 3.99 sparc, sedangkan" in done.stderr
    assert not (tmp_path / "lab-iku").exists()


def test_a_folder_that_is_there_already_is_left_alone(stick: Path, tmp_path: Path):
    (tmp_path / "catatan.txt").write_text("penting")
    done = install(stick, tmp_path)
    assert done.returncode == 1 and "sudah ada dan tidak diubah" in done.stderr
    assert [item.name for item in tmp_path.iterdir()] == ["catatan.txt"]


def test_what_is_committed_is_on_the_stick_and_nothing_else(stick: Path):
    listed = subprocess.run(["git", "ls-tree", "-r", "--name-only", "HEAD"], cwd=paths.ROOT, capture_output=True, text=True)  # fmt: skip
    packed = {
        str(file.relative_to(stick / "lab-iku")) for file in (stick / "lab-iku").rglob("*") if file.is_file()
    }
    # read a second time: a commit in between may have added a file
    assert packed and packed <= set(listed.stdout.splitlines())
    assert "course/exercises" in {str(Path(name).parents[-3]) for name in packed if name.count("/") > 1}


def test_an_unknown_package_is_named():
    with pytest.raises(BundleError, match="ini-bukan-paket tidak ada di sana"):
        offline.chosen("click==8 \\\n    --hash=sha256:00\n", frozenset({"ini-bukan-paket"}))


def test_a_folder_without_history_is_refused_and_leaves_nothing(tmp_path: Path):
    root = tmp_path / "klon"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nversion = "1"\n')
    with pytest.raises(BundleError, match="bukan klon git yang utuh"):
        offline.write_bundle(tmp_path / "dist", root=root)
    assert list((tmp_path / "dist").iterdir()) == []
