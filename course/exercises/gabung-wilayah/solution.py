"""Key of the exercise on pooling: summed numerators over summed denominators."""

from kpi_sim import pooled_ratio


def variant(rng):
    anak_kecil, anak_besar = 10 * int(rng.integers(8, 21)), 100 * int(rng.integers(9, 16))
    a_anak, b_anak = 100 * int(rng.integers(20, 31)), 100 * int(rng.integers(5, 9))
    return {
        "anak_kecil": anak_kecil,
        "hadir_kecil": anak_kecil * int(rng.integers(88, 97)) // 100,
        "anak_besar": anak_besar,
        "hadir_besar": anak_besar * int(rng.integers(66, 79)) // 100,
        "a_anak": a_anak,
        "a_hadir": a_anak * int(rng.integers(90, 97)) // 100,
        "b_anak": b_anak,
        "b_hadir": b_anak * int(rng.integers(70, 81)) // 100,
        "c_hadir": int(rng.integers(410, 690)),
    }


def key(facts):
    hadir, anak = (
        [facts["hadir_kecil"], facts["hadir_besar"]],
        [facts["anak_kecil"], facts["anak_besar"]],
    )
    three = pooled_ratio(
        [facts["a_hadir"], facts["b_hadir"], facts["c_hadir"]],
        [facts["a_anak"], facts["b_anak"], None],
    )
    return {
        "gabungan": pooled_ratio(hadir, anak).value,
        "belum-bersekolah": sum(anak) - sum(hadir),
        "tiga": three.value,
        "alasan": "suara",
        "kartu": "ulang",
    }
