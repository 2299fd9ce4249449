"""Generator of ``skm_dukcapil.csv``: 480 synthetic answers to a satisfaction survey (SKM) of a Dukcapil office.

Nobody stands behind a row. One row is one respondent; an empty cell is a question that was not answered.

Calibration target:
    expected score of the survey 84,33, the mean over the perangkat daerah of Provinsi Jambi in 2022
    (Pemerintah Provinsi Jambi, quoted by Infojambi; ``published/jambi_series.csv``, indicator
    ``ikm_rata_perangkat_daerah``, stored-source). A level for Dukcapil alone was not found.

asumsi (nothing published says so; each with its reason):
    profile of the elements: waiting, facilities and complaints lowest, cost highest, as reports usually show;
    services and channel: small differences, online faster but harder to understand;
    one trait per respondent: people who are pleased are pleased with most things (normal quantiles in random
    order, so that the file comes close to its target);
    missing answers: "cost" skipped because the papers are free of charge, "complaints" by those who never
    complained, "facilities" and staff by those who came online, a few forms left unfinished.

Run ``python datasets/synthetic/skm_dukcapil.py`` to write the file again; the same bytes come out each time.
"""

from __future__ import annotations

import csv
import io
import math
from datetime import date, timedelta
from pathlib import Path
from statistics import NormalDist

import numpy as np

SEED = 14_2017  # the survey regulation: PermenPANRB 14/2017
RESPONDENTS = 480
TARGET_SCORE = 84.33
FIRST_DAY, LAST_DAY = date(2026, 7, 1), date(2026, 9, 30)  # triwulan III 2026
CLOSED = {date(2026, 8, 17), date(2026, 8, 25)}  # asumsi: Independence Day, Maulid Nabi

# asumsi: element -> expected mean (NRR); nine of them average to TARGET_SCORE / 25
PROFILE = {
    "requirements": 3.42,
    "procedure": 3.31,
    "time": 3.12,
    "cost": 3.72,
    "product": 3.44,
    "competence": 3.43,
    "behaviour": 3.47,
    "complaints": 3.24,
    "facilities": 3.21,
}
# asumsi: service -> (share of respondents, shift on the latent scale)
SERVICES = {
    "KTP-el": (0.34, 0.05),
    "Kartu Keluarga": (0.27, 0.10),
    "Akta kelahiran": (0.22, -0.10),
    "Pindah datang": (0.10, -0.10),
    "Akta kematian": (0.07, -0.20),
}
CHANNELS = {"loket": 0.70, "daring": 0.30}
ONLINE_SHIFT = {"time": 0.45, "procedure": -0.25}
# asumsi: probability that an element is left empty, by channel
SKIPPED = {
    "loket": {"cost": 0.20, "complaints": 0.24},
    "daring": {"cost": 0.12, "complaints": 0.30, "facilities": 0.45, "competence": 0.15, "behaviour": 0.15},
}
SLIP, UNFINISHED = 0.01, 0.03
TRAIT = 0.65  # share of the respondent in an answer, on the latent scale of variance 1
THRESHOLDS = (-2.3, -1.4, 0.1)  # between the answers 1|2, 2|3, 3|4

COLUMNS = ("respondent_id", "service", "channel", "date", *PROFILE)


def expected_mean(level: float, shifts: list[tuple[float, float]]) -> float:
    """Expected answer (1..4) of an element at latent ``level``, over (share, shift) groups of respondents."""
    return 1 + sum(
        share * 0.5 * math.erfc((limit - level - shift) / math.sqrt(2))
        for share, shift in shifts
        for limit in THRESHOLDS
    )


def latent_level(element: str) -> float:
    """The latent level at which ``element`` has its mean of PROFILE (bisection)."""
    shifts = [
        (part * channel_part, shift + _online_shift(element, channel))
        for part, shift in SERVICES.values()
        for channel, channel_part in CHANNELS.items()
    ]
    low, high = -6.0, 6.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if expected_mean(middle, shifts) < PROFILE[element] else (low, middle)
    return round(low, 9)


def survey() -> list[dict[str, object]]:
    """Rows of the survey in the order of their dates; ``None`` where a question was not answered."""
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(SEED).spawn(4)]
    who, when, how, holes = streams
    services = who.choice(list(SERVICES), RESPONDENTS, p=[part for part, _ in SERVICES.values()])
    channels = who.choice(list(CHANNELS), RESPONDENTS, p=list(CHANNELS.values()))
    days = sorted(when.choice(np.array(_open_days()), RESPONDENTS))
    answers = _answers(how, services, channels)
    empty = _empty(holes, channels)
    return [
        {
            "respondent_id": f"R{i + 1:04d}",
            "service": str(services[i]),
            "channel": str(channels[i]),
            "date": days[i].isoformat(),
            **{e: None if empty[i, k] else int(answers[i, k]) for k, e in enumerate(PROFILE)},
        }
        for i in range(RESPONDENTS)
    ]


def text() -> str:
    """The file as it is written: UTF-8, comma, line feed, empty cells for missing answers."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(survey())
    return out.getvalue()


def _online_shift(element: str, channel: str) -> float:
    return ONLINE_SHIFT.get(element, 0.0) if channel == "daring" else 0.0


def _open_days() -> list[date]:
    span = (LAST_DAY - FIRST_DAY).days + 1
    days = [FIRST_DAY + timedelta(days=k) for k in range(span)]
    return [day for day in days if day.weekday() < 5 and day not in CLOSED]


def _answers(rng: np.random.Generator, services: np.ndarray, channels: np.ndarray) -> np.ndarray:
    """Answers 1..4 (respondents, elements)."""
    trait = np.array([NormalDist().inv_cdf((i + 0.5) / RESPONDENTS) for i in rng.permutation(RESPONDENTS)])
    noise = rng.standard_normal((RESPONDENTS, len(PROFILE))) * math.sqrt(1 - TRAIT**2)
    level = np.array([latent_level(e) for e in PROFILE])
    service = np.array([SERVICES[s][1] for s in services])[:, None]
    channel = np.array([[_online_shift(e, c) for e in PROFILE] for c in channels])
    latent = level + service + channel + trait[:, None] * TRAIT + noise
    return 1 + (latent[..., None] > np.array(THRESHOLDS)).sum(axis=-1)


def _empty(rng: np.random.Generator, channels: np.ndarray) -> np.ndarray:
    """Which answers are missing (respondents, elements)."""
    skip = np.array([[SKIPPED[c].get(e, 0.0) + SLIP for e in PROFILE] for c in channels])
    empty = rng.random((RESPONDENTS, len(PROFILE))) < skip
    stop = rng.integers(4, len(PROFILE), RESPONDENTS)
    unfinished = rng.random(RESPONDENTS) < UNFINISHED
    return empty | (unfinished[:, None] & (np.arange(len(PROFILE)) >= stop[:, None]))


if __name__ == "__main__":
    target = Path(__file__).with_suffix(".csv")
    target.write_text(text(), encoding="utf-8", newline="")
    print(f"{target.name}: {RESPONDENTS} responden")
