"""Key of "Siklus SAKIP": order of the documents, and AKIP categories by the rule."""

from decimal import Decimal

from kpi_sim import accountability_category

ORDER = ("AA", "A", "BB", "B", "CC", "C", "D")


def variant(rng):
    """A letter, and three scores of which the second lies exactly on an upper end."""
    hundredths = [int(value) for value in rng.integers(1, 99, size=2)]
    return {
        "huruf": str(rng.choice(["BB", "B", "CC"])),
        "nilai_1": Decimal(int(rng.choice([81, 84, 87, 91, 93]))) + Decimal(hundredths[0]).scaleb(-2),
        "nilai_2": Decimal(int(rng.choice([60, 70, 80, 90]))).quantize(Decimal("0.01")),
        "nilai_3": Decimal(int(rng.choice([51, 56, 62, 66, 72]))) + Decimal(hundredths[1]).scaleb(-2),
    }


def key(facts):
    return {
        "urutan": ["rpjmd", "renstra", "renja", "dpa", "pk", "ukur", "lkjip", "evaluasi"],
        "fungsi-pk": "janji",
        "fungsi-lkjip": ["target", "lalu", "menengah"],
        "peringkat": ORDER.index(facts["huruf"]) + 1,
        "kategori": {
            row: accountability_category(facts[name]).id.lower()
            for row, name in (("tinggi", "nilai_1"), ("batas", "nilai_2"), ("rendah", "nilai_3"))
        },
        "dua-huruf": "beda",
    }
