"""`iku workshop`: one command, clear refusals, and nothing lost when a process is killed."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import requests
from processes import still_runs

from workshop.commands.run import announcement
from workshop.errors import (
    ClassRunningError,
    DamagedClassError,
    DiskFullError,
    FolderNotWritableError,
    PortInUseError,
)
from workshop.service import folder
from workshop.service.supervisor import Workshop, check_port, free_port

EXERCISE = "capaian-polaritas"
IKU = Path(sys.executable).parent / "iku"


def iku(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(IKU), *arguments], capture_output=True, text=True, timeout=60, **options)


def save_until_killed(phones, kill, seconds: float) -> dict[int, list[str]]:
    """Every phone saves as fast as it can while ``kill`` strikes; gives what was acknowledged, by phone."""
    acknowledged: dict[int, list[str]] = {number: [] for number in range(len(phones))}
    ending = threading.Event()

    def work(number: int) -> None:
        phone, count = phones[number], 0
        while not ending.is_set():
            count += 1
            text = f"{number * 100_000 + count}"
            try:
                reply = phone.press(f"/latihan/{EXERCISE}/2", quick=True, jawaban=text)
                if reply.status_code == 200:
                    acknowledged[number].append(text)
            except requests.RequestException:
                time.sleep(0.05)

    with ThreadPoolExecutor(len(phones)) as pool:
        jobs = [pool.submit(work, number) for number in range(len(phones))]
        kill()
        time.sleep(seconds)
        ending.set()
        for job in jobs:
            job.result()
    return acknowledged


def shown(phone) -> str:
    """The answer on the phone's page, once the service is there again."""
    end = time.monotonic() + 60
    while (page := phone.see(f"/latihan/{EXERCISE}/2")).status_code != 200 and time.monotonic() < end:
        time.sleep(0.2)
    return re.search(r'id="jawaban"[^>]*value="(\d+)"', page.text)[1]


def test_killing_the_service_again_and_again_loses_no_acknowledged_answer(start_room):
    """The last acknowledged answer of each phone is there (or a later one that was on its way)."""
    room = start_room()
    phones = [room.trainee(f"Tahan Banting {n}") for n in range(6)]
    for phone in phones:
        phone.see(f"/latihan/{EXERCISE}/2")

    def kill_three_times() -> None:
        for _ in range(3):
            time.sleep(0.8)
            process = room.workshop.children[0].process
            if process:
                os.kill(process.pid, signal.SIGKILL)
            time.sleep(1.5)

    acknowledged = save_until_killed(phones, kill_three_times, 2)
    for number, phone in enumerate(phones):
        assert acknowledged[number], "this phone never got through"
        assert int(shown(phone)) >= int(acknowledged[number][-1])


def test_a_submission_acknowledged_before_a_kill_reaches_the_course_folder(start_room):
    room = start_room()
    phones = [room.trainee(f"Kirim Lalu Mati {n}") for n in range(8)]
    for phone in phones:
        phone.see(f"/latihan/{EXERCISE}/2")
        phone.press(f"/latihan/{EXERCISE}/2", quick=True, jawaban="5")
        phone.see(f"/latihan/{EXERCISE}/kirim")

    def hand_in(phone) -> bool:
        try:
            return phone.post(
                f"{room.address}/latihan/{EXERCISE}/kirim",
                data={"_xsrf": phone.token},
                allow_redirects=False,
                timeout=20,
            ).status_code in (302, 303)
        except requests.RequestException:
            return False

    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(hand_in, phone) for phone in phones]
        time.sleep(0.15)
        os.kill(room.workshop.children[0].process.pid, signal.SIGKILL)
        accepted = [phone for phone, job in zip(phones, jobs, strict=True) if job.result()]
    deadline = time.monotonic() + 20
    while not room.workshop.healthy():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    for phone in accepted:
        assert "Terkirim pukul" in phone.see(f"/latihan/{EXERCISE}/terkirim").text
    submitted = room.workshop.folder.course / "submitted"
    while len(list(submitted.glob(f"*/{EXERCISE}/*.ipynb"))) < len(accepted):
        assert time.monotonic() < deadline + 20
        time.sleep(0.2)


def start_cli(data: Path, port: int) -> tuple[subprocess.Popen[str], str]:
    command = [
        str(IKU),
        "workshop",
        "--port",
        str(port),
        "--data",
        str(data),
        "--host",
        "127.0.0.1",
        "--no-browser",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = ""
    while "Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, f"it ended early: {said}"
        said += line
    return process, said


def test_the_command_prints_all_that_is_needed_ends_cleanly_and_resumes(tmp_path: Path):
    data, port = tmp_path / "kelas", free_port()
    process, said = start_cli(data, port)
    try:
        assert f"http://127.0.0.1:{port}" in said
        code = re.search(r"Kode kelas\s+: (\w{3} \w{3})", said)[1]
        assert re.search(r"Kode meja\s+: \w{5} \w{5}", said)
        assert said.count("█") > 100  # the QR
        assert requests.get(f"http://127.0.0.1:{port}/masuk", timeout=10).status_code == 200
        assert data.stat().st_mode & 0o077 == 0
        assert (data / "class_secret").stat().st_mode & 0o077 == 0
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=30)[0]
        assert process.returncode == 0
        assert "Semua jawaban tersimpan" in rest
        assert "Traceback" not in rest
        check_port("127.0.0.1", port)  # nothing listens any more

        process, said = start_cli(data, port)
        assert "Kelas siap dan dilanjutkan." in said
        assert code in said
        process.kill()  # the whole class, as a power cut would
        process.communicate(timeout=30)
        process, said = start_cli(data, port)
        assert code in said
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def test_a_port_in_use_is_one_sentence_with_another_port(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = iku("workshop", "--port", str(port), "--host", "127.0.0.1", "--data", str(tmp_path / "k"))
        assert done.returncode == 2
        assert done.stderr.strip() == (
            f"Port {port} sedang dipakai program lain. Alamat 127.0.0.1:{port} di komputer ini. "
            f"Tutup program itu, atau pilih port lain dengan --port {port + 1}."
        )
        with pytest.raises(PortInUseError):
            check_port("127.0.0.1", port)


def test_a_file_in_the_way_of_the_folder_is_one_sentence_and_stays(tmp_path: Path):
    blocked = tmp_path / "kelas"
    blocked.write_text("catatan penting", encoding="utf-8")
    done = iku("workshop", "--data", str(blocked), "--port", str(free_port()))
    assert done.returncode == 2
    assert "Folder kelas tidak dapat ditulisi (ada berkas bernama sama)." in done.stderr
    assert str(blocked) in done.stderr
    assert "pilih folder lain: iku workshop --data FOLDER" in done.stderr
    assert blocked.read_text(encoding="utf-8") == "catatan penting"


@pytest.mark.parametrize("place", ["/sys/kelas", "/proc/kelas"])
def test_a_folder_that_the_system_does_not_let_us_write_is_one_sentence(place: str):
    with pytest.raises(FolderNotWritableError, match="Folder kelas tidak dapat ditulisi"):
        folder.prepare(Path(place))


def test_too_little_room_is_said_with_what_is_left(tmp_path: Path):
    with pytest.raises(DiskFullError) as fault:
        folder.prepare(tmp_path / "kelas", least_free=2**62)
    assert re.search(r"hampir habis, sisa \d+ MB\.", str(fault.value))
    assert "Jawaban yang sudah diterima tetap tersimpan." in str(fault.value)


def test_the_same_class_is_not_started_twice(start_room):
    room = start_room()
    with pytest.raises(ClassRunningError, match="sedang berjalan di proses lain"):
        Workshop(room.workshop.folder.path, port=free_port(), host="127.0.0.1", simulators=False)


def test_a_damaged_class_is_refused_and_left_as_it_is(tmp_path: Path):
    place = folder.prepare(tmp_path / "kelas")
    place.database.write_bytes(b"rusak" * 1000)
    with pytest.raises(DamagedClassError, match="Pulihkan dari cadangan"):
        Workshop(place.path, port=free_port(), host="127.0.0.1", simulators=False)
    assert place.database.read_bytes() == b"rusak" * 1000


def test_without_bubblewrap_the_class_starts_and_says_what_is_missing(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    workshop = Workshop(tmp_path / "kelas", port=free_port(), host="127.0.0.1", simulators=False)
    try:
        said = announcement(workshop)
    finally:
        workshop.stop()
    assert (
        "bubblewrap belum terpasang: JupyterLab peserta belum tersedia. Formulir, simulator, dan penilaian tetap jalan."
        in said
    )
    assert "sudo apt install bubblewrap" in said


def test_doctor_says_how_this_machine_is(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("", 0))
        taken.listen()
        done = iku("doctor", "--port", str(taken.getsockname()[1]), "--data", str(tmp_path / "kelas"))
    assert done.returncode == 1
    assert "◆ Port" in done.stdout
    assert "sedang dipakai program lain" in done.stdout
    for topic in ("Python", "Jaringan", "Penyimpanan", "Memori", "bubblewrap", "Jam"):
        assert topic in done.stdout


def test_the_class_service_loads_nothing_that_draws_or_runs_notebooks():
    """It starts again in a moment when it was killed, and stays small."""
    ask = "import sys, workshop.service.app; print(sorted(set(sys.modules) & set(sys.argv[1:])))"
    heavy = ["ipywidgets", "IPython", "anywidget", "matplotlib", "pandas", "nbgrader", "jupyterhub", "voila"]
    done = subprocess.run([sys.executable, "-c", ask, *heavy], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_grader_killed_while_its_workers_start_ends_the_run_and_leaves_nobody(start_room):
    """A worker that outlives it would hold its output open, and grading could never be started again."""
    room = start_room()
    phone, desk = room.trainee("Penilai Mati"), room.desk()
    phone.see(f"/latihan/{EXERCISE}/2")
    phone.press(f"/latihan/{EXERCISE}/2", quick=True, jawaban="5")
    phone.see(f"/latihan/{EXERCISE}/kirim")
    phone.press(f"/latihan/{EXERCISE}/kirim")
    desk.see("/meja")
    desk.press("/meja/nilai")
    service = psutil.Process(room.workshop.children[0].process.pid)
    grader = wait_for(
        lambda: next((p for p in service.children() if "grading_job" in " ".join(p.cmdline())), None)
    )
    workers = wait_for(lambda: grader.children())
    grader.kill()
    wait_for(lambda: "Penilaian berhenti" in desk.see("/meja").text)
    wait_for(lambda: not any(map(still_runs, workers)))
    desk.press("/meja/nilai")
    wait_for(lambda: "jawaban dinilai" in desk.see("/meja").text)


def wait_for(look, seconds: float = 90):
    """The first true answer."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return seen
