"""Key of the exercise on teacher training: difference in differences, and regression to the mean."""

from decimal import Decimal


def variant(rng):
    dilatih_0, banding_0 = 440 + int(rng.integers(0, 30)), 445 + int(rng.integers(0, 30))
    if abs(dilatih_0 - banding_0) < 5:
        banding_0 = dilatih_0 + 7
    naik_banding = int(rng.integers(35, 65))
    pengaruh = int(rng.integers(6, 19))
    lebar = pengaruh + int(rng.integers(4, 12))
    return {
        "dilatih_0": Decimal(dilatih_0) / 10,
        "dilatih_1": Decimal(dilatih_0 + naik_banding + pengaruh) / 10,
        "banding_0": Decimal(banding_0) / 10,
        "banding_1": Decimal(banding_0 + naik_banding) / 10,
        "bawah": Decimal(pengaruh - lebar) / 10,
        "atas": Decimal(pengaruh + lebar) / 10,
        "jarak": Decimal(int(rng.integers(100, 181))) / 10,
        "keandalan": Decimal(int(rng.choice([60, 65, 70, 75]))) / 100,
    }


def key(facts):
    dilatih = facts["dilatih_1"] - facts["dilatih_0"]
    pembanding = facts["banding_1"] - facts["banding_0"]
    return {
        "perubahan": {"dilatih": dilatih, "pembanding": pembanding},
        "pengaruh": dilatih - pembanding,
        "bukti": "belum",
        "semu": facts["jarak"] * (1 - facts["keandalan"]),
        "teratas": "turun",
        "rancangan": "undian",
    }
