"""What this machine has and lacks for running a class; each finding with what to do."""

from __future__ import annotations

import contextlib
import datetime
import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from workshop import clock
from workshop.errors import PortInUseError, PortNotAllowedError
from workshop.service.folder import LEAST_FREE, MIB, ClassFolder
from workshop.service.supervisor import check_port, lan_address

GOOD, LOOK, BAD = "baik", "perhatikan", "perlu diperbaiki"
# asumsi: service 150 MB, Voila with a warm kernel 300 MB, grading with two workers 500 MB, and room to breathe
ENOUGH_MEMORY_MB = 2000
# The project's first commit was made in November 2026: an earlier clock is a wrong clock.
EARLIEST = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, and what to do when it is not good."""

    topic: str
    level: str
    said: str
    fix: str = ""


def examine(port: int, data: Path) -> list[Finding]:
    """Look at everything that a class needs."""
    looks: list[Callable[[], Finding]] = [
        _python,
        _system,
        lambda: _port(port),
        _address,
        lambda: _firewall(port),
        lambda: disk(data),
        memory,
        _bubblewrap,
        _rooms,
        lambda: _clock(data),
        _font,
    ]
    return [look() for look in looks]


def _python() -> Finding:
    return Finding("Python", GOOD, f"Python {platform.python_version()} di {sys.prefix}")


def _system() -> Finding:
    release = platform.release()
    if "microsoft" in release.lower():
        return Finding(
            "Sistem",
            LOOK,
            f"WSL ({release})",
            "Pakai networkingMode=mirrored di .wslconfig dan izinkan port kelas di firewall Windows; "
            "tanpa itu ponsel tidak melihat kelas ini.",
        )
    if platform.system() != "Linux":
        return Finding("Sistem", LOOK, platform.system(), "Lab IKU diuji di Linux; di Windows pakai WSL2.")
    return Finding("Sistem", GOOD, f"Linux {release}, {os.cpu_count()} prosesor")


def _port(port: int) -> Finding:
    try:
        check_port("0.0.0.0", port)  # noqa: S104  (the address that a class would take)
    except (PortInUseError, PortNotAllowedError) as fault:
        what, _, fix = fault.parts()
        return Finding("Port", BAD, what, fix)
    return Finding("Port", GOOD, f"Port {port} bebas")


def _address() -> Finding:
    address = lan_address()
    if address.startswith("127."):
        return Finding(
            "Jaringan",
            BAD,
            "Komputer ini belum tersambung ke jaringan",
            "Sambungkan ke Wi-Fi kelas atau nyalakan pemancar Wi-Fi, lalu periksa lagi.",
        )
    others = sorted(_addresses() - {address})
    also = f"; alamat lain: {', '.join(others)}" if others else ""
    return Finding(
        "Jaringan",
        GOOD,
        f"Ponsel membuka http://{address} (komputer {socket.gethostname()}{also})",
        "Bila ponsel tidak dapat membukanya: matikan 'client isolation' di pemancar Wi-Fi dan izinkan port di firewall.",
    )


def _addresses() -> set[str]:
    """Every IPv4 address of this machine that others could use."""
    every = (entry for entries in psutil.net_if_addrs().values() for entry in entries)
    return {
        entry.address
        for entry in every
        if entry.family == socket.AF_INET and not entry.address.startswith(("127.", "169.254."))
    }


def _firewall(port: int, etc: Path = Path("/etc")) -> Finding:
    """Whether a firewall that is known here runs; its rules are only root's to read, so the advice is given anyway."""
    ufw = etc / "ufw" / "ufw.conf"
    if ufw.is_file() and "ENABLED=yes" in ufw.read_text(encoding="utf-8", errors="replace"):
        return Finding(
            "Firewall",
            LOOK,
            "ufw menyala",
            f"Izinkan ponsel masuk: sudo ufw allow {port}/tcp, lalu coba dari ponsel.",
        )
    if _says(["firewall-cmd", "--state"]) == "running":
        return Finding(
            "Firewall",
            LOOK,
            "firewalld menyala",
            f"Izinkan ponsel masuk: sudo firewall-cmd --add-port={port}/tcp, lalu coba dari ponsel.",
        )
    return Finding("Firewall", GOOD, "ufw dan firewalld tidak menyala")


def _says(command: list[str]) -> str:
    """What a program prints; nothing where it is missing or fails."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, timeout=20, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def disk(data: Path) -> Finding:
    place = data.expanduser().resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    said = f"Sisa {free // MIB} MB di {place}"
    if not os.access(place, os.W_OK):
        return Finding(
            "Penyimpanan", BAD, f"{place} tidak dapat ditulisi", "Pilih folder lain dengan --data."
        )
    if free < LEAST_FREE:
        return Finding("Penyimpanan", BAD, said, f"Kosongkan ruang paling sedikit {LEAST_FREE // MIB} MB.")
    if free < 10 * LEAST_FREE:
        return Finding(
            "Penyimpanan", LOOK, said, "Cukup untuk satu kelas; kosongkan ruang sebelum kelas berikutnya."
        )
    return Finding("Penyimpanan", GOOD, said)


def memory() -> Finding:
    facts = dict(
        line.split(":", 1)
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        if ":" in line
    )
    free = int(facts["MemAvailable"].split()[0]) // 1024
    if free < ENOUGH_MEMORY_MB:
        return Finding(
            "Memori", LOOK, f"{free} MB bebas", "Tutup program lain, terutama peramban dengan banyak tab."
        )
    return Finding("Memori", GOOD, f"{free} MB bebas")


def _bubblewrap() -> Finding:
    missing = "Pasang dengan: sudo apt install bubblewrap. Tanpa itu JupyterLab peserta tidak dapat dibuka di kelas."
    program = shutil.which("bwrap")
    if program is None:
        return Finding("bubblewrap", BAD, "Belum terpasang", missing)
    lacking = [name for name in ("setpriv", "prlimit") if shutil.which(name) is None]
    if lacking:
        return Finding(
            "bubblewrap",
            BAD,
            f"Terpasang, tetapi {' dan '.join(lacking)} tidak ada",
            "Pasang dengan: sudo apt install util-linux. Tanpa itu JupyterLab peserta tidak dapat dibatasi.",
        )
    probe = [program, "--ro-bind", "/", "/", "--unshare-all", "--die-with-parent", "true"]
    done = subprocess.run(probe, capture_output=True, text=True, timeout=20, check=False)
    if done.returncode:
        return Finding(
            "bubblewrap",
            BAD,
            "Terpasang, tetapi sistem melarang ruang nama (namespace)",
            "Di Ubuntu 24.04: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, lalu periksa lagi.",
        )
    return Finding("bubblewrap", GOOD, "Terpasang dan bekerja")


def bubblewrap_works() -> bool:
    """Whether trainees can have their JupyterLab here."""
    return _bubblewrap().level == GOOD


def _rooms() -> Finding:
    """Which walls there are to run trainees' code behind; asked of another process, because it forks."""
    ask = "from grading.room.walls import usable_level; print(usable_level())"
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, timeout=60, check=False
    )
    level = done.stdout.strip()
    if level == "namespaces+landlock+seccomp":
        return Finding("Pemisah kode", GOOD, "Semua dinding ada")
    if level:
        return Finding(
            "Pemisah kode",
            LOOK,
            "Tanpa ruang nama; kode peserta tetap terpisah, tetapi tidak dapat menulis berkas",
            "Di Ubuntu 24.04: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, lalu periksa lagi.",
        )
    return Finding(
        "Pemisah kode",
        BAD,
        "Jawaban berupa kode tidak dapat dinilai di komputer ini",
        "Dibutuhkan Linux 5.13 atau lebih baru dengan landlock, serta: sudo apt install libseccomp2. "
        "Bagian berbentuk formulir tetap dinilai.",
    )


def _clock(data: Path, now: datetime.datetime | None = None) -> Finding:
    """A clock can be wrong without anybody to ask; it cannot be earlier than what this class has already seen."""
    now = now or datetime.datetime.now(datetime.UTC)
    said = f"Jam komputer {_wib(now)}"
    fix = "Setel jam komputer; waktu masuk dan waktu kirim memakainya."
    if now < EARLIEST:
        return Finding("Jam", BAD, said, fix)
    seen = _last_seen(data)
    if seen and seen > now + datetime.timedelta(minutes=2):
        return Finding("Jam", BAD, f"{said}, padahal kelas ini terakhir dipakai {_wib(seen)}", fix)
    return Finding("Jam", GOOD, said)


def _wib(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(clock.WIB):%d-%m-%Y %H.%M} WIB"


def _last_seen(data: Path) -> datetime.datetime | None:
    """When anybody was last in the class of this folder; ``None`` where there is no class."""
    database = ClassFolder(data.expanduser().resolve()).database
    if not database.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            moment = opened.execute("SELECT max(seen_at) FROM participants").fetchone()[0]
    except sqlite3.Error:
        return None  # starting the class says what is wrong with it
    return datetime.datetime.fromisoformat(moment) if moment else None


def _font() -> Finding:
    from workshop.service.look import common_static

    if not (common_static() / "tokens.css").is_file():
        return Finding(
            "Tampilan", BAD, "Berkas tampilan tidak lengkap", "Ambil ulang naskah Lab IKU secara utuh."
        )
    return Finding("Tampilan", GOOD, "Huruf, ikon, dan warna ada di komputer ini; internet tidak diperlukan")
