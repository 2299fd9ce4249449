"""Panel Skor: one realisation, three formulas found in reports, and what polarity, cap and behaviour make of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kpi_sim import achievement, achievement_category, performance_predicate
from kpi_sim.indicators.words import Polarity, Rating
from kpi_sim.units import format_number
from labui.charts import bars_data, table_data
from labui.levers import Lever
from labui.presenters.comparing import percent
from labui.presenters.script import Scripted, assumption

POLARITIES = {"maksimum": Polarity.MAXIMIZE, "minimum": Polarity.MINIMIZE, "tepat": Polarity.STABILIZE}
CAPS: dict[str, int | None] = {"tanpa": None, "120": 120, "110": 110, "100": 100}
BEHAVIOUR = {"di bawah": Rating.BELOW, "sesuai": Rating.MEETS, "di atas": Rating.ABOVE}
EXPECTED = (Decimal(90), Decimal(110))  # asumsi: achievement within these is "sesuai ekspektasi"
WIDEST = 150  # percent at the right end of the picture
STATUS = {0: "good", 1: "good", 2: "warn", 3: "bad", 4: "bad"}  # by rank of the category


def formulas(realisation: Decimal, target: Decimal) -> dict[str, Decimal]:
    """Achievement in percent by each formula that is met in reports, whether it fits or not."""
    return {
        "R ÷ T": realisation / target * 100,
        "(2T − R) ÷ T": (2 * target - realisation) / target * 100,
        "T ÷ R": target / realisation * 100,
    }


class ScorePanel(Scripted):
    """Realisation, target, polarity, cap and behaviour; three formulas and what the agreement says."""

    id = "skor"

    def __init__(self) -> None:
        self.levers = [
            Lever("realisation", "1", "Realisasi", 1, 40, 1, 12),
            Lever("target", "2", "Target", 1, 40, 1, 15),
            Lever("polarity", "3", "Polaritas", 0, 2, 1, 1, options=tuple(POLARITIES)),
            Lever("cap", "4", "Batas atas", 0, 3, 1, 0, short="Batas", options=tuple(CAPS)),
            Lever("behaviour", "5", "Perilaku kerja", 0, 2, 1, 1, short="Perilaku", options=tuple(BEHAVIOUR)),
        ]
        self.move: dict[str, float] = {}

    def assumptions(self) -> list[dict[str, str]]:
        """Rules behind the numbers, and where this panel decides by itself."""
        low, high = (format_number(value) for value in EXPECTED)
        return [
            assumption(
                "Rumus menurut polaritas",
                "R ÷ T; (2T − R) ÷ T; indeks",
                "regulation",
                "Praktik LKjIP dan KMK 127/2026; indeks untuk tepat pada target menurut capaian-kemenkeu-2026.",
            ),
            assumption(
                "T ÷ R",
                "bukan aturan",
                "published",
                "Dijumpai pada laporan, tidak pada peraturan yang dibaca.",
            ),
            assumption(
                "Kategori capaian",
                "lima kategori",
                "regulation",
                "Permendagri 86/2017, skala nilai capaian kinerja.",
            ),
            assumption(
                "Predikat pegawai",
                "matriks 3 × 3",
                "regulation",
                "PermenPANRB 6/2022: hasil kerja dan perilaku kerja.",
            ),
            assumption(
                "Hasil kerja dari capaian",
                f"{low} sampai {high} sesuai",
                "assumed",
                "Peraturan meminta pertimbangan pimpinan; batas ini hanya untuk bermain.",
            ),
        ]

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """The same numbers by every formula, and by the one that belongs to the polarity."""
        realisation, target = Decimal(int(values["realisation"])), Decimal(int(values["target"]))
        name, polarity = list(POLARITIES.items())[int(values["polarity"])]
        cap = list(CAPS.values())[int(values["cap"])]
        agreed = achievement(realisation, target, polarity, cap=cap)
        assert agreed is not None, "no target of zero on the lever"
        found = formulas(realisation, target)
        category = achievement_category(agreed)
        return {
            "replications": 1,
            "total": 1,
            "big": percent(float(agreed), 2),
            "headline": f"capaian bila {polarity.label}",
            "detail": [["Kategori ", 0], [category.label, 1], [self._cut(agreed, values), 0]],
            "score": self._predicate(agreed, values),
            "result": float(agreed),
            "chart": self._bars(found, agreed, name, STATUS[category.rank], category.label),
            "summary": self._summary(found, agreed, polarity),
            "meaning": self._meaning(found, agreed, values),
            "table": lambda: table_data(
                ["Rumus", "Capaian (%)", "Kategori"],
                [
                    *(
                        [rule, format_number(value, 2), str(achievement_category(value))]
                        for rule, value in found.items()
                    ),
                    [f"Aturan untuk {name}", format_number(agreed, 2), category.label],
                ],
                caption=f"Target {target}, realisasi {realisation}",
                numeric=[1],
            ),
        }

    def _cut(self, agreed: Decimal, values: Mapping[str, float]) -> str:
        free = self._free(values)
        return "" if free == agreed else f"; tanpa batas atas {_text(free)}"

    @staticmethod
    def _free(values: Mapping[str, float]) -> Decimal:
        polarity = list(POLARITIES.values())[int(values["polarity"])]
        found = achievement(int(values["realisation"]), int(values["target"]), polarity)
        assert found is not None
        return found

    @staticmethod
    def _bars(
        found: Mapping[str, Decimal], agreed: Decimal, name: str, status: str, word: str
    ) -> dict[str, Any]:
        rows: list[dict[str, Any]] = [
            {"label": rule, "value": _width(value), "text": _text(value), "status": "none", "hidden": True}
            for rule, value in found.items()
        ]
        rows.append(
            {
                "label": f"Aturan: {name}",
                "value": _width(agreed),
                "text": _text(agreed),
                "status": status,
                "word": word,
                "strong": True,
                "hidden": True,
            }
        )
        return bars_data(rows, maximum=WIDEST, guide=(100, "target 100"))

    @staticmethod
    def _predicate(agreed: Decimal, values: Mapping[str, float]) -> dict[str, str]:
        result = (
            Rating.BELOW if agreed < EXPECTED[0] else Rating.ABOVE if agreed > EXPECTED[1] else Rating.MEETS
        )
        name, behaviour = list(BEHAVIOUR.items())[int(values["behaviour"])]
        mark = {"Sangat Baik": "●", "Baik": "●", "Butuh Perbaikan": "▲"}
        predicate = performance_predicate(result, behaviour).label
        words = next(word for word, rating in BEHAVIOUR.items() if rating is result)
        return {"grade": mark.get(predicate, "◆"), "now": predicate, "was": f"hasil {words}, perilaku {name}"}

    @staticmethod
    def _summary(found: Mapping[str, Decimal], agreed: Decimal, polarity: Polarity) -> str:
        others = "; ".join(f"{rule} memberi {format_number(value, 2)}" for rule, value in found.items())
        longer = [rule for rule, value in found.items() if value > WIDEST]
        longer += ["aturan"] if agreed > WIDEST else []
        beyond = f" Batang {', '.join(longer)} melewati tepi gambar ({WIDEST} persen)." if longer else ""
        return f"Capaian {format_number(agreed, 2)} persen, {polarity.label}. {others}.{beyond}"

    def _meaning(
        self, found: Mapping[str, Decimal], agreed: Decimal, values: Mapping[str, float]
    ) -> list[str]:
        gap = max(found.values()) - min(found.values())
        cap = list(CAPS.values())[int(values["cap"])]
        free = self._free(values)
        second = (
            f"Batas atas {cap} memotong {format_number(free - agreed, 2)} poin; tulis batas itu di samping angkanya."
            if cap is not None and free > agreed
            else "Batas atas belum memotong apa pun; tetap sepakati sebelum realisasi diketahui."
        )
        return [
            f"Angka yang sama, tiga rumus: selisihnya sampai {format_number(gap, 2)} poin.",
            second,
            "Skor adalah kesepakatan: tulis rumus, polaritas, dan batas atas di samping angkanya.",
        ]


def _text(value: Decimal) -> str:
    return percent(float(value), 2)


def _width(value: Decimal) -> float:
    """A bar from zero; its number stands beside it, also where it is negative."""
    return max(float(value), 0.0)
