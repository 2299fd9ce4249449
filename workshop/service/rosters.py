"""Daftar peserta: upload who is expected, see who is missing."""

from __future__ import annotations

from kpi_sim.errors import LabIkuError
from workshop import retention
from workshop.roster import read_roster
from workshop.service.pages import Page, desk_only


class AttendanceSheet(Page):
    """Daftar hadir on paper: those expected, or those who have joined, and lines to sign."""

    @desk_only
    async def get(self) -> None:
        from workshop.recap.signing import attendance_sheet

        people = self.store.people
        rows = people.roster() or [(person.name, person.unit) for person in people.all()]
        content = await self.room.exercises.run(lambda: attendance_sheet(rows, self.room.class_code))
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", 'attachment; filename="daftar-hadir.pdf"')
        self.finish(content)


class Roster(Page):
    """The list of those expected."""

    @desk_only
    async def get(self) -> None:
        self._show()

    @desk_only
    async def post(self) -> None:
        files = self.request.files.get("berkas") or []
        if not files or not files[0]["body"]:
            self._show("Belum ada berkas. Pilih daftar .xlsx atau .csv, lalu unggah.")
            return
        file = files[0]
        try:
            rows = await self.room.exercises.run(lambda: read_roster(file["filename"][:80], file["body"]))
        except LabIkuError as fault:
            self._show(fault.sentence())
            return
        await self.store.people.set_roster(rows)
        self.redirect("/meja/daftar")

    def _show(self, fault: str = "") -> None:
        self.set_status(400 if fault else 200)
        people = self.store.people
        self.page(
            "meja_daftar.html",
            roster=people.roster(),
            missing=people.missing(),
            fault=fault,
            kept_days=retention.days(self.store),
            choices=retention.CHOICES,
            past=retention.past(self.store),
        )


class KeepFor(Page):
    """How long data of trainees is kept."""

    @desk_only
    async def post(self) -> None:
        chosen = self.text("hari")
        self.store.put(retention.KEY, chosen if chosen in map(str, retention.CHOICES) else "")
        self.redirect("/meja/daftar")
