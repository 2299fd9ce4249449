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
        "dilatih_0": Decimal(dilatih_0).scaleb(-1),
        "dilatih_1": Decimal(dilatih_0 + naik_banding + pengaruh).scaleb(-1),
        "banding_0": Decimal(banding_0).scaleb(-1),
        "banding_1": Decimal(banding_0 + naik_banding).scaleb(-1),
        "bawah": Decimal(pengaruh - lebar).scaleb(-1),
        "atas": Decimal(pengaruh + lebar).scaleb(-1),
        "jarak": Decimal(int(rng.integers(100, 181))).scaleb(-1),
        "keandalan": Decimal(int(rng.choice([60, 65, 70, 75]))).scaleb(-2),
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
