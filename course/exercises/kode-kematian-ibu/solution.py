"""Reference functions on maternal mortality and their data."""

from kpi_sim import poisson_limits


def _years(rng, count):
    births = [900, *(100 * int(value) for value in rng.integers(60, 86, size=count - 1))]
    deaths = [4, *(int(value) for value in rng.integers(4, 13, size=count - 1))]
    return [{"kasus": died, "kelahiran": born} for died, born in zip(deaths, births, strict=True)]


def variant(rng):
    tahun_kosong = _years(rng, 5)
    tahun_kosong[2]["kasus"] = None
    tahun_kosong[4]["kelahiran"] = None
    return {
        "lahir": 100 * int(rng.integers(12, 91)),
        "kasus": int(rng.integers(5, 31)),
        "tiga_tahun": _years(rng, 3),
        "tahun_kosong": tahun_kosong,
    }


def key(facts):
    return {}


def aki(kasus, kelahiran):
    return 100_000 * kasus / kelahiran if kelahiran else None


def gabung_tahun(tabel):
    lengkap = tabel.dropna(subset=["kasus", "kelahiran"])
    return aki(float(lengkap["kasus"].sum()), float(lengkap["kelahiran"].sum()))


def batas_poisson(kasus):
    limits = poisson_limits(kasus)
    return [float(limits.low), float(limits.high)]
