"""Reference functions that clean a register and keep a log of it."""


def _rows(rng, count):
    codes = [f"A-{code}" for code in rng.choice(range(100, 999), size=count, replace=False)]
    return [
        {"nomor": number, "kode": code, "hari": float(rng.integers(1, 7)), "satuan": "hari"}
        for number, code in enumerate(codes, 1)
    ]


def _in_hours(row):
    return {**row, "hari": 24 * row["hari"], "satuan": "jam"}


def variant(rng):
    register = _rows(rng, 20)
    for place in (3, 11):
        register[place] = _in_hours(register[place])
    register[7]["hari"] = None
    for place, original in ((14, 1), (18, 5)):
        register[place]["kode"] = register[original]["kode"]
    rangkap = _rows(rng, 10)
    rangkap[4] = _in_hours(rangkap[4])
    rangkap[6] = {**_in_hours(rangkap[6]), "kode": rangkap[4]["kode"]}
    rangkap[8] = {**rangkap[8], "hari": None, "satuan": "jam"}
    bercatatan = [{**row, "catatan": ""} for row in _rows(rng, 12)]
    for place, note in ((2, "ganda"), (5, "satuan"), (9, "ganda")):
        bercatatan[place]["catatan"] = note
    bercatatan[2]["hari"], bercatatan[9]["hari"] = 30.0, 20.0
    bercatatan[7] |= {"catatan": "kosong", "hari": None}
    return {
        "register": register,
        "bersih": _rows(rng, 8),
        "rangkap": rangkap,
        "bercatatan": bercatatan,
        "semua_ganda": [{**row, "catatan": "ganda"} for row in _rows(rng, 3)],
    }


def key(facts):
    return {}


def baris_ganda(register):
    return [int(nomor) for nomor in register.loc[register["kode"].duplicated(), "nomor"]]


def bersihkan(register):
    hasil = register.copy()
    jam = register["satuan"] == "jam"
    hasil["hari"] = register["hari"].where(~jam, register["hari"] / 24)
    hasil["satuan"] = "hari"
    hasil["catatan"] = ""
    hasil.loc[jam, "catatan"] = "satuan"
    hasil.loc[register["hari"].isna(), "catatan"] = "kosong"
    hasil.loc[register["kode"].duplicated(), "catatan"] = "ganda"
    return hasil


def rata_rata_hari(bersih):
    layak = bersih.loc[~bersih["catatan"].isin(["ganda", "kosong"]), "hari"]
    return float(layak.mean()) if len(layak) else None
