"""Reference functions of a scorecard, by the rules of kpi_sim, and their data."""

import kpi_sim

RULE = "capaian-kemenkeu-2026"
POLARITIES = {"naik": "maximize", "turun": "minimize"}


def _card(rng, weights):
    """Achievements of five indicators, the first above the cap."""
    achieved = [float(rng.integers(130, 171)), *(float(value) for value in rng.integers(60, 111, size=4))]
    return [{"capaian": value, "bobot": weight} for value, weight in zip(achieved, weights, strict=True)]


def variant(rng):
    kartu_kosong = _card(rng, (30, 25, 20, 15, 10))
    kartu_kosong[2]["capaian"] = None
    pretes = int(rng.integers(60, 76))
    target = int(rng.integers(70, 91))
    return {
        "pretes": pretes,
        "postes": pretes - int(rng.integers(5, 16)),
        "kosong": None,
        "target": target,
        "realisasi": target - int(rng.integers(5, 16)),
        "kartu": _card(rng, (25, 20, 20, 20, 15)),
        "kartu_105": _card(rng, (30, 25, 25, 15, 10)),
        "kartu_kosong": kartu_kosong,
    }


def key(facts):
    return {}


def n_gain(pretes, postes):
    gain = kpi_sim.normalised_gain(pretes, postes)
    return None if gain is None else float(gain)


def capaian(realisasi, target, polaritas):
    percent = kpi_sim.achievement(realisasi, target, POLARITIES[polaritas], rule=RULE)
    return None if percent is None else float(percent)


def nilai_gabungan(kartu):
    ikut = kartu.dropna(subset=["capaian"])
    bobot = ikut["bobot"].sum()
    return float((ikut["capaian"].clip(upper=120) * ikut["bobot"]).sum() / bobot) if bobot else None
