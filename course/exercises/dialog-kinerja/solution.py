"""Key of the exercise on performance dialogue: order of steps, tone, predicate by the matrix."""

from kpi_sim import performance_predicate

RATINGS = {"meets": "sesuai ekspektasi", "above": "di atas ekspektasi"}


def variant(rng):
    behaviour = str(rng.choice(sorted(RATINGS)))
    return {
        "berkas": int(rng.integers(36, 61)),
        "keluarga": int(rng.integers(7, 13)),
        "hasil": "di bawah ekspektasi",
        "perilaku": RATINGS[behaviour],
        "penilaian": behaviour,
        "tim": int(rng.integers(11, 16)),
        "layak": int(rng.integers(3, 6)),
    }


def key(facts):
    return {
        "langkah": ["tujuan", "fakta", "pendapat", "dampak", "kesepakatan", "tindak"],
        "kalimat": {"mengapa": "tutup", "data": "buka", "rekan": "tutup", "bantuan": "buka"},
        "predikat": performance_predicate("below", facts["penilaian"]).id,
        "kuota": "peringatan",
    }
