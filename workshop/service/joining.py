"""Masuk kelas, kode pribadi, keluar: how a trainee gets in, and back in from another device."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from workshop import retention
from workshop.service import accounts, codes, notebooks
from workshop.service.pages import Page, trainee_only

NAME_LENGTH = 80


class Home(Page):
    """The bare address leads to where this browser belongs."""

    async def get(self) -> None:
        self.redirect("/kelas" if self.person else "/masuk")


class Join(Page):
    """Class code, name, unit. No password; a personal code is given for coming back."""

    async def get(self) -> None:
        if self.person and not self.get_query_argument("kode", ""):
            self.redirect("/kelas")
            return
        faults = {}
        if self.get_query_argument("sesi", ""):
            faults["sesi"] = (
                "Sesi di perangkat ini sudah berakhir atau peserta tidak dikenal di kelas ini. "
                "Masuk lagi di bawah, atau pakai kode pribadi. Jawaban yang sudah tersimpan tetap aman."
            )
        self._show(kode=codes.normalise(self.get_query_argument("kode", "")), faults=faults)

    async def post(self) -> None:
        kode, name, unit = codes.normalise(self.text("kode")), self.text("nama"), self.text("unit")
        extra = self.text("pembeda", longest=40)
        unit = unit or self._unit_of(kode, name)
        faults = self._faults(kode, name, unit)
        if faults:
            self._show(kode=kode, name=name, unit=unit, faults=faults, status=400)
            return
        if self.room.newcomers.blocked(self.address):
            fault = "Terlalu banyak peserta baru dari perangkat ini. Tunggu sepuluh menit, lalu coba lagi."
            self._show(kode=kode, name=name, unit=unit, faults={"nama": fault}, status=429)
            return
        self.room.newcomers.note(self.address)
        full = f"{name} ({extra})" if extra else name
        person = await self.store.people.join(full, unit)
        if person is None:
            taken = self.store.people.by_name(full, unit)
            self.set_status(409)
            self.page("sama.html", kode=kode, name=name, unit=unit, taken=taken, extra=extra, fault="")
            return
        await accounts.sign_in_trainee(self, self.store, person)
        self.redirect("/kelas?baru=1")

    def _unit_of(self, kode: str, name: str) -> str:
        """The unit that the list of those expected gives for this name, if it is the only one of that name."""
        if not codes.same(kode, self.room.class_code):
            return ""
        wanted = " ".join(name.casefold().split())
        units = [unit for known, unit in self.store.people.roster() if known.casefold() == wanted]
        return units[0] if len(units) == 1 else ""

    def _faults(self, kode: str, name: str, unit: str) -> dict[str, str]:
        if self.room.limits.blocked(self.address):
            return {"kode": "Terlalu banyak percobaan dari perangkat ini. Tunggu satu menit, lalu coba lagi."}
        faults = {}
        if not kode:
            faults["kode"] = "Kode kelas belum diisi. Lihat kodenya di layar proyektor."
        elif not codes.same(kode, self.room.class_code):
            self.room.limits.note(self.address)
            faults["kode"] = (
                f'Kode kelas "{codes.grouped(kode)}" tidak dikenal. Samakan dengan kode di proyektor, lalu tekan '
                "Masuk kelas. Huruf besar dan kecil tidak berpengaruh."
            )
        if len(name) < 2:
            faults["nama"] = "Nama belum diisi. Tulis nama lengkap Anda, seperti di daftar hadir."
        if len(unit) < 2:
            faults["unit"] = "Unit kerja belum diisi. Tulis nama dinas atau bidang Anda."
        return faults

    def _show(self, *, status: int = 200, **values: Any) -> None:
        self.set_status(status)
        values["faults"] = defaultdict(str, values["faults"])
        # Units already here are offered to those who hold the class code, to nobody else.
        known = codes.same(values["kode"], self.room.class_code) if values["kode"] else False
        people = self.store.people
        expected = people.missing() if known else []
        units = sorted({unit for _, unit in expected} | set(people.units())) if known else []
        typed = {"name": "", "unit": "", **values}
        kept_days = retention.days(self.store)
        self.page("masuk.html", **typed, units=units, expected=expected, kept_days=kept_days)


class Return(Page):
    """Lanjutkan dengan kode pribadi: the same trainee on another device."""

    async def get(self) -> None:
        self.page("lanjut.html", fault="", typed=codes.normalise(self.get_query_argument("kode", "")))

    async def post(self) -> None:
        typed = codes.normalise(self.text("kode_pribadi"))
        if self.room.limits.blocked(self.address):
            self._again(
                typed, "Terlalu banyak percobaan dari perangkat ini. Tunggu satu menit, lalu coba lagi."
            )
            return
        person = self.store.people.by_code(typed) if typed else None
        if person is None:
            self.room.limits.note(self.address)
            self._again(
                typed,
                f'Kode pribadi "{codes.grouped(typed)}" tidak dikenal di kelas ini. Kode itu tampil di Kelas saya '
                "pada perangkat pertama; fasilitator juga dapat melihatnya."
                if typed
                else "Kode pribadi belum diisi. Kode itu tampil di Kelas saya pada perangkat pertama.",
            )
            return
        await accounts.sign_in_trainee(self, self.store, person)
        self.redirect("/kelas")

    def _again(self, typed: str, fault: str) -> None:
        self.set_status(400)
        self.page("lanjut.html", fault=fault, typed=typed)


class Leave(Page):
    """Keluar from this device; answers stay."""

    @trainee_only
    async def post(self) -> None:
        assert self.person
        await notebooks.stop_server(self.person.id)
        await accounts.sign_out_trainee(self, self.store)
        self.redirect("/masuk")
