"""Key of the exercise on mortality rates: right numerator, denominator, multiplier and residence."""

from kpi_sim import mortality_rate


def _three_years(rng):
    """Counts and births whose pooled rate differs visibly from the mean of the yearly rates."""
    while True:
        deaths = [int(value) for value in rng.integers(4, 13, size=3)]
        births = [100 * int(value) for value in rng.integers(55, 86, size=3)]
        pooled = 100_000 * sum(deaths) / sum(births)
        mean = sum(100_000 * d / b for d, b in zip(deaths, births, strict=True)) / 3
        if abs(pooled - mean) > 0.3:
            return deaths, births


def variant(rng):
    lahir = 100 * int(rng.integers(55, 91))
    neonatal = int(rng.integers(35, 56))
    bayi = neonatal + int(rng.integers(10, 21))
    deaths, births = _three_years(rng)
    return {
        "ibu": int(rng.integers(6, 13)),
        "lahir": lahir,
        "penduduk": 1000 * int(rng.integers(300, 421)),
        "neonatal": neonatal,
        "bayi": bayi,
        "balita": bayi + int(rng.integers(10, 21)),
        "rs": int(rng.integers(13, 19)),
        "luar": int(rng.integers(5, 9)),
        "di_luar_kota": int(rng.integers(1, 4)),
        "lahir_kota": 100 * int(rng.integers(90, 121)),
        **{f"kasus_{year}": count for year, count in enumerate(deaths, 1)},
        **{f"lahir_{year}": count for year, count in enumerate(births, 1)},
    }


def key(facts):
    residents = facts["rs"] - facts["luar"] + facts["di_luar_kota"]
    years = (1, 2, 3)
    pooled = mortality_rate(
        [facts[f"kasus_{year}"] for year in years], [facts[f"lahir_{year}"] for year in years]
    )
    return {
        "aki": mortality_rate(facts["ibu"], facts["lahir"]).value,
        "anak": {
            "akn": mortality_rate(facts["neonatal"], facts["lahir"], "neonatal").value,
            "akb": mortality_rate(facts["bayi"], facts["lahir"], "infant").value,
            "akaba": mortality_rate(facts["balita"], facts["lahir"], "under_five").value,
        },
        "tempat-tinggal": mortality_rate(residents, facts["lahir_kota"]).value,
        "tiga-tahun": pooled.value,
        "polaritas": "lengkap",
    }
