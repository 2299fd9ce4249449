"""Key of "Perbaiki tiga kartu": one worked card each, and what one case does to a rate."""

from decimal import Decimal

from kpi_sim import mortality_rate
from kpi_sim.units import round_half_up


def variant(rng):
    """A regency of ordinary size, and baselines with room above them."""
    births, deaths = 500 * int(rng.integers(11, 19)), int(rng.integers(7, 13))
    rate = round_half_up(mortality_rate(deaths, births).value)
    alumni = int(rng.integers(52, 64))
    return {
        "lahir": births,
        "kasus": deaths,
        "aki": rate,
        "aki_target": round_half_up(rate * Decimal("0.88"), 0),
        "faskes": int(rng.integers(86, 93)),
        "rtl": alumni,
        "rtl_target": alumni + int(rng.integers(4, 9)),
    }


def key(facts):
    return {
        "aki": {
            "definition": "Kematian ibu penduduk wilayah saat hamil, bersalin, sampai 42 hari sesudahnya; "
            "tidak termasuk kecelakaan",
            "formula": "kematian ibu ÷ kelahiran hidup × 100.000",
            "unit": "per 100.000 kelahiran hidup",
            "polarity": "minimize",
            "limitations": "Kasusnya sedikit; satu kasus menggeser angkanya jauh.",
        },
        "persalinan": {
            "name": "Persentase persalinan di fasilitas kesehatan",
            "definition": "Ibu bersalin penduduk wilayah, termasuk yang bersalin di luar wilayah; "
            "tidak termasuk bukan penduduk",
            "formula": "ibu bersalin di fasilitas kesehatan ÷ seluruh ibu bersalin penduduk × 100",
            "location_rule": "recompute",
            "targets": "2026: 94; 2028: 96",
        },
        "alumni": {
            "name": "Persentase alumni yang menerapkan RTL",
            "definition": "Alumni dalam sampel acak yang RTL-nya selesai enam bulan sesudah pelatihan dan "
            "dibenarkan atasan; jawaban kosong dilaporkan terpisah",
            "formula": "alumni sampel yang menerapkan RTL ÷ alumni sampel × 100",
            "unit": "persen",
            "period_rule": "take_last",
            "baseline": str(facts["rtl"]),
            "targets": f"2026: {facts['rtl_target']}",
        },
        "satu-kasus": round_half_up(mortality_rate(1, facts["lahir"]).value),
    }
