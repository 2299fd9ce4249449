"""`iku doctor`: what it finds on machines that lack something."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workshop import doctor
from workshop.service import folder
from workshop.service.store import Store


def programs(place: Path, **scripts: str) -> str:
    """A folder of programs, to stand as ``PATH``."""
    place.mkdir()
    for name, text in scripts.items():
        file = place / name.replace("_", "-")
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
    return str(place)


def test_a_firewall_that_is_on_is_told_with_the_command_that_opens_the_port(tmp_path: Path, monkeypatch):
    (tmp_path / "ufw").mkdir()
    (tmp_path / "ufw" / "ufw.conf").write_text("# /etc/ufw/ufw.conf\nENABLED=yes\n")
    found = doctor._firewall(8123, tmp_path)
    assert (found.level, found.said) == (doctor.LOOK, "ufw menyala")
    assert found.fix == "Izinkan ponsel masuk: sudo ufw allow 8123/tcp, lalu coba dari ponsel."

    monkeypatch.setenv("PATH", programs(tmp_path / "bin", firewall_cmd="echo running"))
    found = doctor._firewall(8123, tmp_path / "none")
    assert (found.level, found.said) == (doctor.LOOK, "firewalld menyala")
    assert "sudo firewall-cmd --add-port=8123/tcp" in found.fix


@pytest.mark.parametrize("script", ["echo 'not running'; exit 252", "exit 1"])
def test_a_firewall_that_is_off_is_no_finding(tmp_path: Path, monkeypatch, script: str):
    (tmp_path / "ufw").mkdir()
    (tmp_path / "ufw" / "ufw.conf").write_text("ENABLED=no\n")
    monkeypatch.setenv("PATH", programs(tmp_path / "bin", firewall_cmd=script))
    assert doctor._firewall(8000, tmp_path).level == doctor.GOOD


def test_what_cages_need_besides_bubblewrap_is_told(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PATH", programs(tmp_path / "bin", bwrap="exit 0", prlimit="exit 0"))
    found = doctor._bubblewrap()
    assert (found.level, found.said) == (doctor.BAD, "Terpasang, tetapi setpriv tidak ada")
    assert "sudo apt install util-linux" in found.fix
    monkeypatch.setenv("PATH", programs(tmp_path / "all", bwrap="exit 1", setpriv="", prlimit=""))
    assert "melarang ruang nama" in doctor._bubblewrap().said


def test_a_clock_behind_what_the_class_has_seen_is_wrong(tmp_path: Path):
    place = folder.prepare(tmp_path / "kelas")
    with Store(place.database) as store:
        asyncio.run(store.people.join("Sri", "Capil"))
    now = datetime.now(UTC)
    assert doctor._clock(place.path).level == doctor.GOOD
    assert doctor._clock(tmp_path / "belum-ada").level == doctor.GOOD
    early = doctor._clock(place.path, now - timedelta(hours=1))
    assert early.level == doctor.BAD
    assert "padahal kelas ini terakhir dipakai" in early.said
    assert early.fix == "Setel jam komputer; waktu masuk dan waktu kirim memakainya."
    assert doctor._clock(place.path, datetime(2020, 1, 1, tzinfo=UTC)).level == doctor.BAD


def test_damage_to_the_class_is_not_the_clocks_fault(tmp_path: Path):
    place = folder.prepare(tmp_path / "kelas")
    place.database.write_bytes(b"rusak" * 100)
    assert doctor._clock(place.path).level == doctor.GOOD
