"""Is the class well? In short for the supervisor (``/kesehatan``), in full at the desk (``/meja/kesehatan``)."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Mapping

from tornado.httpclient import AsyncHTTPClient

from workshop import clock, doctor
from workshop.doctor import BAD, GOOD, LOOK, Finding
from workshop.service.pages import Page, desk_only
from workshop.service.supervisor import PARTS

SECONDS = 2.0
KINDS = {GOOD: "good", LOOK: "warn", BAD: "bad"}


class Health(Page):
    """State of the service as JSON; no personal data."""

    def check_xsrf_cookie(self) -> None:
        """Nothing is changed here."""

    async def get(self) -> None:
        self.finish(
            {
                "ok": True,
                "participants": len(self.store.people.all()),
                "exercises": len(self.room.exercises.ids()),
                "free_mb": shutil.disk_usage(self.room.folder.path).free // 2**20,
            }
        )


class DeskHealth(Page):
    """Keadaan kelas: every part, room on the disk, memory, what is not yet written out, and what to do."""

    @desk_only
    async def get(self) -> None:
        parts = json.loads(os.environ.get(PARTS, "{}"))
        found = [*await ask(parts), self._examiner(), self._waiting(), self._grading()]
        found += [doctor.disk(self.room.folder.path), doctor.memory()]
        worst = max((KINDS[item.level] for item in found), key=list(KINDS.values()).index)
        self.page(
            "meja_kesehatan.html",
            found=[(KINDS[item.level], item) for item in found],
            worst=worst,
            folder=self.room.folder.path,
            now=clock.now(),
        )

    def _examiner(self) -> Finding:
        if self.room.exercises.ready:
            return Finding("Pemeriksa jawaban", GOOD, "Menjawab")
        return Finding(
            "Pemeriksa jawaban", LOOK, "Sedang disiapkan", "Tunggu sebentar; jawaban tetap tersimpan."
        )

    def _waiting(self) -> Finding:
        waiting = sum(not item.placed for item in self.store.work.latest_submissions())
        if not waiting:
            return Finding("Kiriman", GOOD, "Semua kiriman tertulis di folder kelas")
        return Finding(
            "Kiriman", LOOK, f"{waiting} kiriman baru ada di basis data", "Aman; ditulis sebelum dinilai."
        )

    def _grading(self) -> Finding:
        progress = self.room.grading.progress
        if progress.state == "failed":
            return Finding("Penilaian", BAD, progress.message, "Tekan Nilai semua sekali lagi.")
        said = (
            f"Sedang menilai, {progress.done} dari {progress.total}"
            if progress.state == "running"
            else "Tenang"
        )
        return Finding("Penilaian", GOOD, said)


async def ask(parts: Mapping[str, str]) -> list[Finding]:
    """Whether each part answers now; the supervisor starts again what has ended, so silence is short."""
    return list(await asyncio.gather(*(_answers(name, address) for name, address in parts.items())))


async def _answers(name: str, address: str) -> Finding:
    try:
        answer = await AsyncHTTPClient().fetch(address, raise_error=False, request_timeout=SECONDS)
        well = answer.code < 500
    except OSError:
        well = False
    if well:
        return Finding(name, GOOD, "Menjawab")
    return Finding(
        name, LOOK, "Tidak menjawab, sedang dijalankan lagi", "Muat ulang halaman ini setelah sepuluh detik."
    )
