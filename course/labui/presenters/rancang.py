"""Rancang Indikator: a card as a dinas wrote it, repairs to switch on, and what the review still finds."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from kpi_sim import Indicator, review_design
from kpi_sim.indicators.indicator import FIELD_LABELS
from kpi_sim.indicators.words import Polarity, ResultLevel
from labui.charts import table_data
from labui.levers import Lever, settle_all

CARDS = Path(__file__).with_name("kartu.toml")
REPAIRS = {
    "nama": ("Nama dan sasaran", "Nama"),
    "rumus": ("Definisi dan rumus", "Rumus"),
    "satuan": ("Satuan dan arah", "Satuan"),
    "target": ("Data awal dan target", "Target"),
    "bukti": ("Sumber dan bukti", "Bukti"),
}
SHOWN = (
    "name",
    "definition",
    "formula",
    "unit",
    "polarity",
    "level",
    "baseline",
    "targets",
    "data_source",
    "owner",
)
# one a repair, in their order: what to look at in the unit next
REPLIES = (
    "Apakah namanya menyebut yang berubah bagi warga, atau kegiatan yang selesai?",
    "Dapatkah dua orang menghitungnya terpisah dan memperoleh angka yang sama?",
    "Bila angkanya naik, apakah itu kabar baik? Tulis jawabannya di kartu.",
    "Dari mana data awalnya, dan mengapa targetnya sebesar itu?",
    "Siapa yang dapat memeriksa angkanya besok, dan dengan bukti apa?",
)
STATUS = {"error": "bad", "warning": "warn", "info": "none"}


@functools.cache
def cards() -> list[dict[str, Any]]:
    """The cards of ``kartu.toml``."""
    found: list[dict[str, Any]] = tomllib.loads(CARDS.read_text(encoding="utf-8"))["kartu"]
    return found


def mended(card: dict[str, Any], repairs: list[str]) -> Indicator:
    """The card with the fields of the chosen repairs in place of its own."""
    fields = dict(card["awal"])
    for repair in repairs:
        fields |= card["perbaikan"][repair]
    return Indicator.from_dict(fields)


class Rancang:
    """Which repairs make a card fit to be signed?"""

    def __init__(self) -> None:
        titles = tuple(card["judul"] for card in cards())
        self.levers = [
            Lever("kartu", "1", "Kartu", 0, len(titles) - 1, 1, 0, options=titles),
            *(
                Lever(
                    id, str(k), label, 0, 1, 1, 0, short=short, kind="switch", options=("asli", "diperbaiki")
                )
                for k, (id, (label, short)) in enumerate(REPAIRS.items(), 2)
            ),
        ]

    def spec(self) -> dict[str, Any]:
        """Words and levers."""
        first = cards()[0]
        return {
            "id": "rancang",
            "title": "Simulator Rancang Indikator",
            "question": "Kartu ini tampak rapi. Berapa hal yang perlu diperbaiki?",
            "scene": f"{first['unit']} mengajukan indikator: “{first['awal']['name']}”. "
            "Apakah kepala dinas boleh menandatanganinya?",
            "flow": [],
            "situation": [
                {"value": str(len(cards())), "text": "kartu dari dinas yang berbeda"},
                {"value": str(len(REPAIRS)), "text": "perbaikan yang dapat dinyalakan"},
            ],
            "now": [["Kartu", first["judul"]], ["Unit", first["unit"]]],
            "levers": [lever.spec() for lever in self.levers],
            "minutes": 8,
            "chart": {"kind": "card", "words": {}},
            "strip": {
                "words": {"title": "Prediksi kelas", "own": "tebakan Anda", "result": "hasil"},
                "low": 0,
                "high": 16,
                "unit": "temuan",
            },
            "prediction": {
                "ask": "Menurut Anda, berapa temuan pada kartu pertama?",
                "low": 0,
                "high": 16,
                "step": 1,
                "start": 3,
            },
            "poll": {
                "question": "Di unit Anda, bagian mana yang paling sering lemah?",
                "options": [label for label, _ in REPAIRS.values()],
                "replies": list(REPLIES),
            },
            "score": {"title": "Siap ditandatangani?"},
            "move": {},
            "assumptions": [
                {
                    "label": "Angka pada kartu",
                    "value": "contoh latihan",
                    "kind": "assumed",
                    "kind_label": "asumsi",
                    "source": "Disusun untuk pelatihan, bukan angka dinas mana pun.",
                },
                {
                    "label": "Daftar periksa kartu",
                    "value": "rancangan-iku",
                    "kind": "expert",
                    "kind_label": "pendapat ahli",
                    "source": "Tiap temuan menyebut sumbernya; batas angka dan daftar kata adalah asumsi.",
                },
            ],
        }

    def settle(self, values: dict[str, Any]) -> dict[str, float]:
        """Checked lever values."""
        return settle_all(self.levers, values)

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """The card, its findings, and what they come to."""
        card = cards()[int(values["kartu"])]
        repairs = [repair for repair in REPAIRS if values[repair]]
        original, now = mended(card, []), mended(card, repairs)
        before, findings = review_design(original), review_design(now)
        counts = {level: sum(finding.severity == level for finding in findings) for level in STATUS}
        return {
            "replications": 1,
            "total": 1,
            "big": str(len(findings)),
            "headline": self._headline(len(before), len(findings), bool(repairs)),
            "detail": self._detail(counts),
            "score": self._verdict(counts),
            "result": float(len(findings)),
            "chart": {
                "fields": self._fields(original, now),
                "findings": [self._row(finding) for finding in findings],
                "count": len(findings),
                "hidden": "Tebak dahulu, temuan tampil di langkah Main.",
                "clear": "Tidak ada temuan. Kartu ini siap dibahas.",
            },
            "summary": f"{card['judul']}: {len(findings)} temuan, {counts['error']} di antaranya harus diperbaiki.",
            "meaning": self._meaning(card, before, findings, repairs),
            "table": lambda: table_data(
                ["Temuan", "Bagian kartu", "Tingkat", "Saran", "Sumber"],
                [[f.message, f.field_label, f.severity_label, f.suggestion, f.source] for f in findings],
                caption=f"Temuan pada kartu “{now.name}”",
                numeric=[],
            ),
        }

    @staticmethod
    def _row(finding: Any) -> dict[str, str]:
        field = f"{finding.field_label}: {finding.severity_label.lower()}"
        return {"status": STATUS[finding.severity], "field": field, "message": finding.message}

    @staticmethod
    def _headline(before: int, now: int, repaired: bool) -> str:
        if not repaired:
            return "temuan pada kartu seperti ditulis dinas"
        if now == 0:
            return f"temuan tersisa dari {before}, kartu siap dibahas"
        return f"temuan tersisa dari {before}"

    @staticmethod
    def _detail(counts: dict[str, int]) -> list[list[Any]]:
        return [
            [f"{counts['error']} harus diperbaiki", 1],
            [f", {counts['warning']} perlu diperiksa, {counts['info']} saran", 0],
        ]

    @staticmethod
    def _verdict(counts: dict[str, int]) -> dict[str, str]:
        if counts["error"]:
            return {"grade": "◆", "now": "Belum", "was": "ada yang harus diperbaiki"}
        if counts["warning"]:
            return {"grade": "▲", "now": "Hampir", "was": "ada yang perlu diperiksa"}
        return {
            "grade": "●",
            "now": "Siap dibahas",
            "was": "tinggal saran" if counts["info"] else "tanpa temuan",
        }

    @staticmethod
    def _fields(original: Indicator, now: Indicator) -> list[dict[str, Any]]:
        return [
            {
                "label": FIELD_LABELS[name],
                "text": _text(getattr(now, name)),
                "changed": _text(getattr(now, name)) != _text(getattr(original, name)),
            }
            for name in SHOWN
        ]

    @staticmethod
    def _meaning(card: dict[str, Any], before: list[Any], now: list[Any], repairs: list[str]) -> list[str]:
        still = {finding.field_label for finding in now if finding.severity == "error"}
        gone = len(before) - len(now)
        second = (
            f"{len(repairs)} perbaikan menghapus {gone} temuan."
            if repairs
            else "Satu perbaikan saja biasanya memunculkan temuan lain: bagian kartu saling bergantung."
        )
        third = (
            f"Yang masih harus diperbaiki: {', '.join(sorted(still)).lower()}."
            if still
            else "Tidak ada lagi yang harus diperbaiki; sisanya bahan dialog kinerja."
        )
        return [card["artinya"], second, third]


def _text(value: Any) -> str:
    if isinstance(value, Polarity | ResultLevel):
        return value.label
    if hasattr(value, "items"):
        return "; ".join(f"{period}: {_text(target)}" for period, target in value.items())
    if value is None:
        return ""
    if hasattr(value, "quantize"):
        from kpi_sim.units import format_number

        return format_number(value)
    return str(value)
