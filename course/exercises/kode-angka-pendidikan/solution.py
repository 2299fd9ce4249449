"""Reference functions on education rates and their data."""


def _areas(rng, count, missing=0):
    rows = []
    for index in range(count):
        penyebut = int(rng.integers(400, 9000)) if index else 150
        rows.append({"pembilang": int(penyebut * rng.uniform(0.62, 0.97)), "penyebut": penyebut})
    for row in rows[1 : 1 + missing]:
        row["penyebut"] = None
    return rows


def _schools(rng, missing=0):
    rows = []
    for index in range(100):
        trained = index < 40
        before = round(float(rng.normal(46 if trained else 58, 8)), 1)
        rise = rng.normal(6.5 if trained else 4.5, 5)
        rows.append(
            {
                "kelompok": "dilatih" if trained else "pembanding",
                "sebelum": before,
                "sesudah": round(before + float(rise), 1),
            }
        )
    for row in rows[35 : 35 + missing]:
        row["sesudah"] = None
    return rows


def variant(rng):
    penduduk = 100 * int(rng.integers(70, 131))
    schools = _schools(rng)
    return {
        "penduduk": penduduk,
        "usia_resmi": penduduk * int(rng.integers(900, 971)) // 1000,
        "dua_wilayah": [{"pembilang": 90, "penyebut": 100}, {"pembilang": 700, "penyebut": 1000}],
        "wilayah": _areas(rng, 11),
        "wilayah_kosong": _areas(rng, 11, missing=3),
        "sekolah": schools,
        "sekolah_kosong": _schools(rng, missing=12),
        "dilatih_saja": schools[:40],
    }


def key(facts):
    return {}


def apm(usia_resmi, penduduk):
    return 100 * usia_resmi / penduduk if penduduk else None


def gabung_wilayah(tabel):
    lengkap = tabel.dropna(subset=["pembilang", "penyebut"])
    penyebut = lengkap["penyebut"].sum()
    return float(100 * lengkap["pembilang"].sum() / penyebut) if penyebut else None


def efek(sekolah):
    lengkap = sekolah.dropna(subset=["sebelum", "sesudah"])
    naik = (lengkap["sesudah"] - lengkap["sebelum"]).groupby(lengkap["kelompok"]).mean()
    if "dilatih" not in naik or "pembanding" not in naik:
        return None
    return float(naik["dilatih"] - naik["pembanding"])
