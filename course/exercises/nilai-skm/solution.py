"""Key: element means, score and grade of a sample from the synthetic survey, by PermenPANRB 14/2017."""

from functools import cache

import pandas as pd

from kpi_sim import satisfaction_from_means, satisfaction_grade, skm_dukcapil
from kpi_sim.units import format_number, round_half_up

LABELS = {
    "requirements": "Persyaratan",
    "procedure": "Prosedur",
    "time": "Waktu",
    "cost": "Biaya",
    "product": "Produk",
    "competence": "Kompetensi",
    "behaviour": "Perilaku",
    "complaints": "Pengaduan",
    "facilities": "Sarana",
}
ELEMENTS = list(LABELS)
SERVICES = ("KTP-el", "Kartu Keluarga", "Akta kelahiran")


def means(rows):
    """Element -> mean of those who answered, two decimals as tables print it."""
    answered = {name: [row[name] for row in rows if row[name] is not None] for name in ELEMENTS}
    return {name: round_half_up(sum(values) / len(values), 2) for name, values in answered.items()}


@cache
def survey(service):
    """All respondents of one service; read once, copied by who changes them."""
    return skm_dukcapil().where(service=service)


def variant(rng):
    while True:
        service = SERVICES[int(rng.integers(len(SERVICES)))]
        everyone = survey(service)
        size = int(rng.integers(30, 61))
        rows = [everyone[i] for i in sorted(rng.choice(len(everyone), size, replace=False))]
        nrr = means(rows)
        found = sorted(nrr.values())
        if found[2] < found[3]:  # the three lowest must not be a matter of ties
            break
    small = [{name: row[name] for name in ELEMENTS} for row in rows[:12]]
    full = [{name: row[name] or 4 for name in ELEMENTS} for row in small]
    holed = [{**row, "cost": row["cost"] if i < 3 else None} for i, row in enumerate(full)]
    return {
        "layanan": service,
        "n": size,
        "unsur": ELEMENTS,
        "jumlah": {name: sum(row[name] or 0 for row in rows) for name in ELEMENTS},
        "menjawab": {name: sum(row[name] is not None for row in rows) for name in ELEMENTS},
        "nrr": {name: float(value) for name, value in nrr.items()},
        "nilai_contoh": float(rng.choice([64.99, 65.0, 76.6, 76.61, 88.3, 88.31, 81.25, 90.05])),
        "sampel": full,
        "bolong": holed,
        "tanpa": [{**row, "complaints": None} for row in full],
    }


def shown(facts):
    return {
        "daftar_nrr": "; ".join(f"{LABELS[name]} {format_number(value, 2)}" for name, value in facts["nrr"].items()),
        "jumlah_nrr": format_number(round_half_up(sum(facts["nrr"].values()), 2), 2),
    }


def key(facts):
    score = satisfaction_from_means(facts["nrr"]).score
    lowest = sorted(facts["nrr"], key=facts["nrr"].get)[:3]
    return {
        "nrr": {
            name: round_half_up(facts["jumlah"][name] / facts["menjawab"][name], 2)
            for name in ("time", "cost", "complaints")
        },
        "nilai": round_half_up(score, 2),
        "mutu": satisfaction_grade(facts["nilai_contoh"]),
        "terendah": lowest,
    }


def nilai_skm(jawaban, unsur):
    rata = [jawaban[nama].dropna().astype(float).mean() for nama in unsur]
    if any(pd.isna(nilai) for nilai in rata):
        return None
    return sum(rata) / len(unsur) * 25
