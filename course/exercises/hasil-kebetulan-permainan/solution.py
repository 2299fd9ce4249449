"""Key of the exercise on result, chance and gaming; a judge of its own for the budget."""

from decimal import Decimal
from math import ceil, floor

from kpi_sim import funnel_limits, wilson_limits
from kpi_sim.units import round_half_up

SAMPLE = 50


def _unit(kind, rng):
    """Last year, report and audit limits of a unit that improved, was lucky, or does not match its record."""
    good = int(rng.integers(41, 46)) if kind != "permainan" else int(rng.integers(34, 39))
    limits = wilson_limits(good, SAMPLE)
    low = round_half_up(100 * float(limits.low), 1)
    high = round_half_up(100 * float(limits.high), 1)
    share = 100 * good // SAMPLE
    lalu = int(low) - int(rng.integers(3, 9)) if kind == "hasil" else share - int(rng.integers(2, 5))
    lapor = int(rng.integers(96, 99)) if kind == "permainan" else share + int(rng.integers(0, 3))
    return {"lalu": lalu, "lapor": lapor, "bawah": low, "atas": high}


def variant(rng):
    harap = int(rng.integers(22, 29))
    limits = funnel_limits(harap, method="tail")
    kinds = [str(kind) for kind in rng.permutation(["hasil", "kebetulan", "permainan"])]
    units = {
        f"{name}_{what}": value
        for name, kind in zip("abc", kinds, strict=True)
        for what, value in _unit(kind, rng).items()
    }
    return {
        "harap": harap,
        "bawah": ceil(harap * float(limits.low)),
        "atas": floor(harap * float(limits.high)),
        "terendah": harap - int(rng.integers(5, 8)),
        "tertinggi": harap + int(rng.integers(5, 8)),
        "jenis": kinds,
        **units,
        "awal": Decimal(int(rng.integers(60, 76))).scaleb(-2),
        "akhir": Decimal(int(rng.integers(35, 46))).scaleb(-2),
        "tahun": int(rng.choice([2, 3])),
        "dana": 100 * int(rng.integers(40, 81)),
        "min_data": int(rng.choice([15, 20])),
        "min_pegawai": int(rng.choice([10, 15])),
    }


def key(facts):
    data, pegawai = _least(facts)
    return {
        "tim": "tidak-tahu",
        "unit": dict(zip("abc", facts["jenis"], strict=True)),
        "bertahap": facts["awal"] - (facts["awal"] - facts["akhir"]) / 5 * facts["tahun"],
        "alokasi": {"layanan": facts["dana"] - data - pegawai, "data": data, "pegawai": pegawai},
        "tahun-kedua": "laporan",
    }


def _least(facts):
    return (facts["dana"] * facts[name] // 100 for name in ("min_data", "min_pegawai"))


def judge_alokasi(facts, answer):
    """Any division that keeps the conditions is right; each broken condition costs a quarter."""
    data, pegawai = _least(facts)
    conditions = [
        (abs(sum(answer.values()) - facts["dana"]) < 0.5, "Jumlah ketiga pos belum sama dengan dananya."),
        (answer["data"] >= data - 0.5, "Pos data di bawah batas terkecilnya."),
        (answer["pegawai"] >= pegawai - 0.5, "Pos pegawai di bawah batas terkecilnya."),
        (answer["layanan"] >= max(answer["data"], answer["pegawai"]), "Layanan bukan lagi pos terbesar."),
    ]
    broken = [message for kept, message in conditions if not kept]
    if min(answer.values()) < 0:
        return 0.0, "Pos anggaran tidak dapat bernilai minus."
    return 1 - len(broken) / 4, " ".join(broken)
