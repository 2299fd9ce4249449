"""Key of "Kode: waktu dan kepuasan": reference functions and the registers they are called with."""

from math import ceil

from kpi_sim import on_time_from_counts
from kpi_sim.units import round_half_up


def variant(rng):
    """A register of 200 rows with some 30 open ones, small registers for the edges, answers with gaps."""
    limit = int(rng.integers(2, 5))
    register = [_file(rng, limit, finished=True) for _ in range(170)]
    register += [_file(rng, limit, finished=False) for _ in range(int(rng.integers(26, 35)))]
    return {
        "batas": limit,
        "register": [register[int(place)] for place in rng.permutation(len(register))],
        "terbuka_semua": [{"selesai": False, "hari": limit + day} for day in (1, 4, 9)],
        "tepat_batas": [{"selesai": True, "hari": limit + day} for day in (-1, 0, 0, 1)],
        "baru_masuk": [{"selesai": False, "hari": day} for day in (0, 1)],
        "lama": [int(value) for value in rng.permutation([1, 1, 2, 2, 3, 4, 4, 5, 6, 17 + limit])],
        "jawaban": [None if rng.random() < 0.3 else int(rng.integers(2, 5)) for _ in range(29)] + [3, None],
        "tanpa_jawaban": [None, None],
    }


def _file(rng, limit, *, finished):
    late = rng.random() < (0.08 if finished else 0.85)
    days = limit + int(rng.integers(1, 12)) if late else int(rng.integers(0, limit + 1))
    return {"selesai": finished, "hari": days}


def shown(facts):
    """What the register gives by both ways of counting."""
    done = [row for row in facts["register"] if row["selesai"]]
    on_time = sum(row["hari"] <= facts["batas"] for row in done)
    late = sum(row["hari"] > facts["batas"] for row in facts["register"] if not row["selesai"])
    return {
        "contoh": round_half_up(on_time_from_counts(on_time, len(done), open_late=late), 1),
        "contoh_lama": round_half_up(on_time_from_counts(on_time, len(done)), 1),
    }


def key(facts):
    return {"membaca-hasil": "dua"}


def tepat_waktu(register, batas):
    done = register["selesai"]
    on_time = int((done & (register["hari"] <= batas)).sum())
    judged = int((done | (register["hari"] > batas)).sum())
    return 100 * on_time / judged if judged else None


def nilai_tengah(lama):
    ordered = sorted(lama)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) & 1 else (ordered[middle - 1] + ordered[middle]) / 2


def persentil(lama, bagian):
    ordered = sorted(lama)
    return ordered[ceil(bagian * len(ordered) / 100) - 1] if ordered else None


def nrr(jawaban):
    given = [answer for answer in jawaban if answer is not None]
    return sum(given) / len(given) if given else None
