"""Key of the exercise on a dirty register: which fault in which row, and what it does to the indicator."""

from decimal import Decimal

from kpi_sim import pooled_ratio

FAULTS = ("baik", "baik", "baik", "baik", "ganda", "kosong", "mustahil", "satuan")


def _row(number, code, born, issued, days):
    return f"{number}. Kode {code}, lahir {born}, terbit {issued}, lama {days}"


def _register(rng):
    """Eight rows in random order and the fault of each; a duplicate always comes after its first row."""
    order = [FAULTS[index] for index in rng.permutation(len(FAULTS))]
    while order.index("ganda") < order.index("baik"):
        order = [FAULTS[index] for index in rng.permutation(len(FAULTS))]
    codes = [int(code) for code in rng.choice(range(101, 999), size=8, replace=False)]
    rows, first = [], None
    for number, (fault, code) in enumerate(zip(order, codes, strict=True), 1):
        month, day = int(rng.integers(3, 11)), int(rng.integers(10, 20))
        days = int(rng.integers(1, 3))
        born = f"{day:02d}-{month:02d}-2026"
        issued = f"{day + 7:02d}-{month:02d}-2026"
        if fault == "mustahil":
            born, issued = issued, born
        shown = {"kosong": "(kosong)", "satuan": f"{24 * days} hari"}.get(fault, f"{days} hari")
        row = (code, born, issued, shown)
        if fault == "ganda":
            row = first
        if fault == "baik" and first is None:
            first = row
        rows.append(_row(number, *row))
    return rows, order


def _durations(rng):
    """Two durations in hours and two in days whose means differ once they are in the same unit."""
    while True:
        hours = [12 * int(value) for value in rng.integers(1, 7, size=2)]
        days = [int(value) for value in rng.integers(1, 6, size=2)]
        if abs(sum(hours) / 24 - sum(days)) >= 1:
            return hours, days


def variant(rng):
    rows, order = _register(rng)
    baris = 10 * int(rng.integers(95, 131))
    ganda = 10 * int(rng.integers(6, 13))
    lapor = int(rng.choice([8, 9, 10]))
    jam, hari = _durations(rng)
    besar = int(rng.integers(40, 91))
    late = int(rng.integers(0, 4))
    within, beyond = rng.integers(1, 4, size=7 - late), rng.integers(4, 9, size=late)
    lama = sorted(int(value) for value in (*within, *beyond))
    return {
        **{f"b{number}": row for number, row in enumerate(rows, 1)},
        "cacat": order,
        "baris": baris,
        "ganda": ganda,
        "anak": baris + 10 * int(rng.integers(10, 26)),
        "lapor": lapor,
        "kasus": lapor * 4 + int(rng.integers(0, 4)),
        "jam_1": jam[0],
        "jam_2": jam[1],
        "hari_1": hari[0],
        "hari_2": hari[1],
        "lama_hari": [*lama, besar],
        "besar": besar,
        "sama": int(rng.integers(176, 191)),
    }


def shown(facts):
    days = [str(value) for value in facts["lama_hari"]]
    return {"lama": f"{', '.join(days[:-1])}, dan {days[-1]}"}


def key(facts):
    days = facts["lama_hari"]
    return {
        "jenis": {f"b{number}": fault for number, fault in enumerate(facts["cacat"], 1)},
        "cakupan": pooled_ratio([facts["baris"] - facts["ganda"]], [facts["anak"]]).value,
        "belum-lapor": Decimal(facts["kasus"]) / facts["lapor"],
        "campur": (Decimal(facts["jam_1"] + facts["jam_2"]) / 24 + facts["hari_1"] + facts["hari_2"]) / 4,
        "ekstrem": pooled_ratio([sum(value <= 3 for value in days)], [len(days)]).value,
        "seragam": "tanya",
    }
