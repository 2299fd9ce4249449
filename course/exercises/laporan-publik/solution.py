"""Key of the exercise on a public page: supported sentences, marks at their limits, a deadline."""

from datetime import date
from decimal import Decimal

from kpi_sim import add_working_days
from kpi_sim.units import round_half_up

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat")


def _mark(percent):
    return "tercapai" if percent >= 100 else "hampir" if percent >= 90 else "belum"


def variant(rng):
    lama = int(rng.choice([9, 12]))
    received = date(2026, 1, int(rng.choice([5, 6, 7, 8, 9, 12, 13, 14, 15, 16])))
    marks = [
        Decimal(9995 + int(rng.integers(0, 5))).scaleb(-2),
        Decimal(9000 + int(rng.integers(1, 60))).scaleb(-2),
        Decimal(8995 + int(rng.integers(0, 5))).scaleb(-2),
        Decimal(10000 + int(rng.integers(20, 900))).scaleb(-2),
    ]
    ca, cb, cc, cd = (marks[index] for index in rng.permutation(4))
    return {
        "lama": lama,
        "baru": lama * 2 // 3,
        "lahir": 100 * int(rng.integers(60, 81)),
        "skm": round_half_up(float(rng.uniform(78, 87)), 2),
        "responden": 10 * int(rng.integers(36, 55)),
        "sosialisasi": int(rng.integers(30, 51)),
        "cakupan": round_half_up(float(rng.uniform(78, 84)), 2),
        "ca": ca,
        "cb": cb,
        "cc": cc,
        "cd": cd,
        "hari": DAYS[received.weekday()],
        "tanggal": received.day,
    }


def key(facts):
    received = date(2026, 1, facts["tanggal"])
    return {
        "kalimat": ["turun", "peduli", "terbaik"],
        "tanda": {name: _mark(facts[f"c{name}"]) for name in "abcd"},
        "susunan": ["judul", "tiga", "tabel", "belum", "sumber"],
        "batas-waktu": add_working_days(received, 10).day,
    }
