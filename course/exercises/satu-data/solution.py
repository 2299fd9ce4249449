"""Key of the exercise on Satu Data: principles, roles, a weighted mean, what a table must tell."""

from decimal import Decimal

WEIGHTS = (28, 24, 19, 17, 12)  # domains of EPSS, BPS guideline; given in the question


def variant(rng):
    levels = [Decimal(int(value)).scaleb(-1) for value in rng.integers(15, 41, size=5)]
    levels[0], levels[4] = max(levels), min(levels)
    return {
        **{f"w{number}": weight for number, weight in enumerate(WEIGHTS, 1)},
        **{f"n{number}": level for number, level in enumerate(levels, 1)},
        "nilai": Decimal(int(rng.integers(7800, 9600))).scaleb(-2),
    }


def key(facts):
    numbers = range(1, 6)
    total = sum(facts[f"w{number}"] for number in numbers)
    return {
        "prinsip": ["standar", "metadata", "interoperabilitas", "kode"],
        "peran": {"hasil": "produsen", "periksa": "walidata", "standar": "pembina"},
        "epss": sum(facts[f"w{number}"] * facts[f"n{number}"] for number in numbers) / total,
        "keterangan": ["definisi", "kode", "batas", "pemutakhiran"],
        "bukti": "ekspor",
    }
