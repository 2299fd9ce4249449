"""Key of the exercise on comparison areas: difference in differences from four cells."""

from decimal import Decimal


def variant(rng):
    program_0, banding_0 = int(rng.integers(110, 141)), int(rng.integers(95, 109))
    turun_banding = int(rng.integers(8, 16))
    pengaruh = int(rng.choice([5, 6, 7, 10, 12, 18, 20, 22]))
    while pengaruh == turun_banding:
        pengaruh += 1
    return {
        "program_0": Decimal(program_0).scaleb(-1),
        "program_1": Decimal(program_0 - turun_banding - pengaruh).scaleb(-1),
        "banding_0": Decimal(banding_0).scaleb(-1),
        "banding_1": Decimal(banding_0 - turun_banding).scaleb(-1),
    }


def key(facts):
    program = facts["program_1"] - facts["program_0"]
    pembanding = facts["banding_1"] - facts["banding_0"]
    return {
        "empat-sel": {"program": program, "pembanding": pembanding, "pengaruh": program - pembanding},
        "tanpa-pembanding": "ikut",
        "syarat": ["arah", "ukur", "tercampur"],
        "terburuk": "tahun",
        "langkah": ["pilih", "ukur-awal", "ukur-akhir", "selisih", "putusan"],
    }
