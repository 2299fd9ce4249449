"""Key of "Membagi target": counts add up, percentages do not, causes are not shares."""

from kpi_sim import check_allocation


def variant(rng):
    """A promise with a gap, a percentage for several units, and room for more than one allocation."""
    a, b, c = (int(value) for value in rng.integers(3, 9, size=3))
    limits = [int(value) for value in rng.integers(8, 13, size=3)]
    return {
        "a": a,
        "b": b,
        "c": c,
        "target": a + b + c + int(rng.integers(1, 5)),
        "persen": int(rng.choice([88, 90, 92, 94, 95])),
        "unit": int(rng.integers(4, 7)),
        "besar": sum(limits) - int(rng.integers(4, 8)),
        "mampu_1": limits[0],
        "mampu_2": limits[1],
        "mampu_3": limits[2],
    }


def key(facts):
    gap = -check_allocation(facts["target"], [facts["a"], facts["b"], facts["c"]]).difference
    first, second = facts["mampu_1"] - 1, facts["mampu_2"] - 1
    return {
        "kekurangan": gap,
        "persen-turun": facts["persen"],
        "alokasi": {"perencanaan": first, "pelayanan": second, "data": facts["besar"] - first - second},
        "tidak-langsung": "rawan",
        "cocokkan": {"dokumen": "langsung", "stunting": "tidak", "izin": "langsung"},
    }


def judge_alokasi(facts, answer):
    """Full marks for any whole numbers within the limits that add up; half when only the sum is off."""
    limits = {"perencanaan": "mampu_1", "pelayanan": "mampu_2", "data": "mampu_3"}
    given = {row: answer.get(row) for row in limits}
    if any(value is None for value in given.values()):
        return 0.0, "Ada bidang yang belum mendapat bagian."
    if any(value != int(value) or value < 1 for value in given.values()):
        return 0.0, "Tiap bidang mendapat bilangan bulat, sedikitnya 1."
    if any(given[row] > facts[name] for row, name in limits.items()):
        return 0.0, "Salah satu bidang mendapat lebih dari kemampuannya. Bandingkan dengan batas di tabel."
    difference = int(sum(given.values())) - facts["besar"]
    if difference:
        word = f"kurang {-difference}" if difference < 0 else f"lebih {difference}"
        return 0.5, f"Tiap bagian sudah sah, tetapi jumlahnya {word} dari target pimpinan."
    return 1.0, ""
