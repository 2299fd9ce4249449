"""Key of the exercise on education rates: each rate over the denominator that its definition names."""

from kpi_sim import dropout_rate, graduation_rate, gross_enrolment, net_enrolment, participation_rate


def variant(rng):
    penduduk = 100 * int(rng.integers(70, 131))
    usia_resmi = penduduk * int(rng.integers(945, 971)) // 1000
    smp_kini = 1000 * int(rng.integers(12, 21))
    tingkat_akhir = 10 * int(rng.integers(250, 401))
    peserta_ujian = tingkat_akhir - int(rng.integers(20, 41))
    return {
        "penduduk": penduduk,
        "usia_resmi": usia_resmi,
        "murid": usia_resmi + penduduk * int(rng.integers(60, 91)) // 1000,
        "bersekolah": usia_resmi + penduduk * int(rng.integers(12, 21)) // 1000,
        "smp_kini": smp_kini,
        "smp_lalu": smp_kini + 100 * int(rng.integers(10, 16)),
        "putus": smp_kini * int(rng.integers(60, 91)) // 10_000,
        "smp_partisipasi": int(rng.integers(94, 99)),
        "tingkat_akhir": tingkat_akhir,
        "peserta_ujian": peserta_ujian,
        "lulus": peserta_ujian - int(rng.integers(6, 13)),
        "aps": int(rng.integers(96, 99)),
    }


def key(facts):
    return {
        "rasio": {
            "apk": gross_enrolment(facts["murid"], facts["penduduk"]),
            "apm": net_enrolment(facts["usia_resmi"], facts["penduduk"]),
            "partisipasi": participation_rate(facts["bersekolah"], facts["penduduk"]),
        },
        "putus": dropout_rate(facts["putus"], facts["smp_lalu"]),
        "lulus": graduation_rate(facts["lulus"], facts["tingkat_akhir"]),
        "arti-apk": "tulis",
        "singkatan": "nama",
    }
