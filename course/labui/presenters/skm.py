"""Simulator SKM: what one better element is worth, and how much more it "helps" when the unhappy do not answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim import load_rules, satisfaction_category, satisfaction_from_means, skm_dukcapil
from kpi_sim.frictions.respondents import draw_respondents
from kpi_sim.units import format_number
from labui.charts import bars_data, table_data
from labui.levers import Lever, at_rest
from labui.presenters.comparing import COMPARED, SEED, Change, change_of, interval, percent, signed
from labui.presenters.script import Scripted, assumption

FloatArray = npt.NDArray[np.float64]
RULE = "skm-14-2017"
WEIGHTS = {"tepat, 1/9": "exact", "0,111": "0.111", "0,11": "0.11"}
EMPTY = ("tidak", "ya")
BEST = 4  # answer
GOOD = "B"  # mutu whose lower limit parts the content from the unhappy


@dataclass(frozen=True)
class Surveys:
    """Element means (replications, elements) and scores (replications,) of repeated surveys."""

    means: FloatArray
    scores: FloatArray


def short_labels(elements: Mapping[str, str]) -> list[str]:
    """Names of the elements for a picture: their first part, as the rule writes it."""
    return [
        label.split(",")[0].split("/")[0].replace(" spesifikasi jenis", "") for label in elements.values()
    ]


class SatisfactionSurvey(Scripted):
    """The survey of a Dukcapil office: what is better, who answers, how many, and how it is added up."""

    id = "skm"

    def __init__(self) -> None:
        self.elements = {item["id"]: item["label"] for item in load_rules(RULE)["elements"]["items"]}
        rows = [[person[element] for element in self.elements] for person in skm_dukcapil()]
        self.answers = np.array([[np.nan if a is None else float(a) for a in row] for row in rows])
        limit = next(band.lower for band in load_rules(RULE)["grades"].bands if band.id == GOOD)
        self.unhappy = np.nanmean(self.answers, axis=1) * 25 < float(limit or 0)
        self.levers = [
            Lever("better_time", "1", "Waktu membaik", 0, 1, 0.1, 0, "%", 0, 100.0, "Waktu"),
            Lever("unhappy_answer", "2", "Kecewa mengisi", 0, 1, 0.1, 1, "%", 0, 100.0, "Mengisi"),
            Lever("respondents", "3", "Responden", 30, 400, 10, 150),
            Lever("empty", "4", "Kosong jadi nol", 0, 1, 1, 0, short="Kosong", kind="switch", options=EMPTY),
            Lever("weights", "5", "Bobot unsur", 0, 2, 1, 0, short="Bobot", options=tuple(WEIGHTS)),
        ]
        self.move = {"better_time": 1.0}
        self.rest = at_rest(self.levers)
        self._now: dict[int, Surveys] = {}

    def numbers(self) -> dict[str, str]:
        """Today's survey in the words of the page."""
        score = self.now(200).scores.mean()  # as the best answer has it
        return {
            "respondents": self.levers[2].show(self.rest["respondents"]),
            "score": format_number(score, 2),
            "grade": satisfaction_category(score).id,
            "unhappy": percent(self.unhappy.mean() * 100),
        }

    def assumptions(self) -> list[dict[str, str]]:
        """Where the answers and the rule come from, and what is assumed."""
        people = format_number(len(self.answers))
        return [
            assumption(
                "Jawaban warga",
                f"{people} orang",
                "assumed",
                "Data buatan skm_dukcapil.csv; tiap survei mengambil warga acak dari sini.",
            ),
            assumption(
                "Warga kecewa",
                percent(self.unhappy.mean() * 100),
                "assumed",
                f"Rata-rata jawabannya sendiri × 25 di bawah batas bawah mutu {GOOD}.",
            ),
            assumption(
                "Waktu membaik",
                "satu tingkat",
                "assumed",
                "Jawaban unsur waktu naik satu tingkat, paling tinggi 4, pada bagian warga itu.",
            ),
            assumption(
                "Nilai dan mutu",
                RULE,
                "regulation",
                "PermenPANRB 14/2017: rata-rata unsur dikali 25, empat mutu.",
            ),
        ]

    def now(self, replications: int) -> Surveys:
        """Surveys of today, kept."""
        if replications not in self._now:
            self._now[replications] = self.surveys(self.rest, replications)
        return self._now[replications]

    def surveys(self, values: Mapping[str, float], replications: int) -> Surveys:
        """Repeated surveys at one setting of the levers."""
        samples = draw_respondents(
            np.where(self.unhappy, values["unhappy_answer"], 1.0),
            respondents=int(values["respondents"]),
            replications=replications,
            seed=SEED,
        )
        answers = self.answers.copy()
        at = list(self.elements).index("time")
        answers[:, at] += values["better_time"] * (np.minimum(answers[:, at] + 1, BEST) - answers[:, at])
        means = samples.means(np.nan_to_num(answers) if values["empty"] else answers)
        mode = list(WEIGHTS.values())[int(values["weights"])]
        return Surveys(means, np.array([self._score(row, mode) for row in means]))

    def _score(self, means: FloatArray, mode: str) -> float:
        # an element nobody left empty lies in 1-4; with empty answers counted as zero it may fall below the scale
        within = dict(zip(self.elements, np.clip(means, 1, BEST).tolist(), strict=True))
        return float(satisfaction_from_means(within, weight_mode=mode).score)

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """The survey of this setting beside today's."""
        rest, now = self.at_rest(values), self.now(replications)
        chosen = now if rest else self.surveys(values, replications)
        score = change_of(now.scores, chosen.scores)
        return {
            "replications": replications,
            "total": 200,
            "big": format_number(score.chosen, 1),
            "headline": "nilai SKM sekarang"
            if rest
            else f"nilai SKM, sekarang {format_number(score.base, 1)}",
            "detail": self._detail(score, replications, rest),
            "score": self._grade(score, chosen),
            "result": score.difference,
            "chart": self._bars(now, chosen),
            "summary": self._summary(score, chosen, rest),
            "meaning": self._meaning(score, chosen, values),
            "table": lambda: self._table(now, chosen, replications),
        }

    @staticmethod
    def _detail(score: Change, replications: int, rest: bool) -> list[list[Any]]:
        surveys = f"{format_number(replications)} survei"
        if rest:
            return [["Geser satu pengaturan untuk membandingkan; ", 0], [surveys, 0]]
        return [
            ["Selisih ", 0],
            [f"{signed(score.difference, 2)} poin", 1],
            [f", kisaran {interval(score, 2)} dari {surveys}", 0],
        ]

    @staticmethod
    def _grade(score: Change, chosen: Surveys) -> dict[str, str]:
        now, was = satisfaction_category(score.chosen), satisfaction_category(score.base)
        low, high = np.percentile(chosen.scores, [2.5, 97.5])
        return {
            "grade": now.id,
            "now": f"{now.label}, sekarang {was.id}",
            "was": f"satu survei: {format_number(low, 1)} sampai {format_number(high, 1)}",
        }

    def _bars(self, now: Surveys, chosen: Surveys) -> dict[str, Any]:
        low, high = np.percentile(chosen.means, [2.5, 97.5], axis=0)
        was, means = now.means.mean(axis=0), chosen.means.mean(axis=0)
        lowest = set(np.argsort(means)[:3].tolist())
        return bars_data(
            [
                {
                    "label": label,
                    "value": means[k],
                    "low": low[k],
                    "high": high[k],
                    "base": None if now is chosen else was[k],
                    "text": format_number(means[k], 2),
                    "strong": k in lowest,
                }
                for k, label in enumerate(short_labels(self.elements))
            ],
            maximum=BEST,
        )

    def _summary(self, score: Change, chosen: Surveys, rest: bool) -> str:
        means = chosen.means.mean(axis=0)
        lowest = list(self.elements.values())[int(np.argmin(means))]
        first = f"Nilai SKM {format_number(score.chosen, 1)}, mutu {satisfaction_category(score.chosen).id}"
        second = f"Unsur terendah {lowest.lower()}, {format_number(means.min(), 2)}."
        if rest:
            return f"{first}, seperti sekarang. {second}"
        return f"{first}; sekarang {format_number(score.base, 1)}. Selisih {signed(score.difference)} poin. {second}"

    def _meaning(self, score: Change, chosen: Surveys, values: Mapping[str, float]) -> list[str]:
        better = self._alone("better_time", 1.0)
        silent = self._alone("unhappy_answer", 0.0)
        share = float((np.abs(chosen.scores - score.chosen) > 1).mean() * 100)
        return [
            f"Waktu membaik bagi semua warga, nilai berubah {signed(better)} poin: waktu hanya satu dari sembilan unsur.",
            f"Bila warga kecewa tidak mengisi, nilai naik {signed(silent)} poin tanpa perbaikan apa pun.",
            f"Dengan {int(values['respondents'])} responden, {percent(share)} survei meleset lebih dari satu poin.",
        ]

    def _alone(self, lever: str, value: float) -> float:
        """What one lever does by itself to the score, in points."""
        moved = self.surveys({**self.rest, lever: value}, 10)
        return float((moved.scores - self.now(10).scores).mean())

    def _table(self, now: Surveys, chosen: Surveys, replications: int) -> dict[str, Any]:
        rows = [
            self._row(label, change_of(now.means[:, k], chosen.means[:, k]))
            for k, label in enumerate(self.elements.values())
        ]
        rows.append(self._row("Nilai SKM", change_of(now.scores, chosen.scores)))
        caption = f"Rata-rata dari {format_number(replications)} survei"
        return table_data(["Unsur", *COMPARED[1:]], rows, caption=caption)

    @staticmethod
    def _row(label: str, change: Change) -> list[str]:
        was, now = format_number(change.base, 2), format_number(change.chosen, 2)
        return [label, was, now, signed(change.difference, 2), interval(change, 2)]
