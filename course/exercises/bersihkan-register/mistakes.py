"""Known wrong programs, each with the check that must catch it."""

MISTAKES = [
    {
        "id": "K725",
        "part": "baris-ganda",
        "code": (
            "def baris_ganda(register):\n"
            '    ganda = register["kode"].duplicated(keep=False)\n'
            '    return [int(nomor) for nomor in register.loc[ganda, "nomor"]]\n'
        ),
        "check": "register-anda",
        "message": "Baris pertama ikut Anda tandai. Bila semua dibuang, anaknya hilang dari register.",
    },
    {
        "id": "K726",
        "part": "bersihkan",
        "code": (
            "def bersihkan(register):\n"
            '    hasil = register.drop_duplicates("kode").dropna(subset=["hari"]).copy()\n'
            '    jam = hasil["satuan"] == "jam"\n'
            '    hasil["hari"] = hasil["hari"].where(~jam, hasil["hari"] / 24)\n'
            '    hasil["satuan"] = "hari"\n'
            '    hasil["catatan"] = ""\n'
            '    hasil.loc[jam, "catatan"] = "satuan"\n'
            "    return hasil\n"
        ),
        "check": "register-anda",
        "message": "Ada baris yang hilang tanpa catatan. Bagaimana orang lain memeriksanya?",
    },
    {
        "id": "K708",
        "part": "bersihkan",
        "code": (
            "def bersihkan(register):\n"
            "    hasil = register.copy()\n"
            '    hasil["catatan"] = ""\n'
            '    hasil.loc[register["satuan"] == "jam", "catatan"] = "satuan"\n'
            '    hasil["satuan"] = "hari"\n'
            '    hasil.loc[register["hari"].isna(), "catatan"] = "kosong"\n'
            '    hasil.loc[register["kode"].duplicated(), "catatan"] = "ganda"\n'
            "    return hasil\n"
        ),
        "check": "register-anda",
        "message": "Satuannya Anda ganti, angkanya belum. Samakan keduanya.",
    },
    {
        "id": "K727",
        "part": "bersihkan",
        "code": (
            "def bersihkan(register):\n"
            "    hasil = register.copy()\n"
            '    jam = register["satuan"] == "jam"\n'
            '    hasil["hari"] = register["hari"].where(~jam, register["hari"] / 24)\n'
            '    hasil["satuan"] = "hari"\n'
            '    hasil["catatan"] = ""\n'
            '    hasil.loc[register["kode"].duplicated(), "catatan"] = "ganda"\n'
            '    hasil.loc[register["hari"].isna(), "catatan"] = "kosong"\n'
            '    hasil.loc[jam, "catatan"] = "satuan"\n'
            "    return hasil\n"
        ),
        "check": "cacat-rangkap",
        "message": "Ada baris dengan dua cacat. Baca lagi catatan mana yang didahulukan.",
    },
    {
        "id": "K702",
        "part": "rata-rata",
        "code": (
            'def rata_rata_hari(bersih):\n    return float(bersih["hari"].mean()) if len(bersih) else None\n'
        ),
        "check": "bercatatan",
        "message": "Sebagian orang terhitung dua kali. Baris mana yang seharusnya tidak ikut?",
    },
    {
        "id": "K701",
        "part": "rata-rata",
        "code": (
            "def rata_rata_hari(bersih):\n"
            '    layak = bersih[bersih["catatan"] != "ganda"]\n'
            '    return float(layak["hari"].fillna(0).mean()) if len(layak) else None\n'
        ),
        "check": "bercatatan",
        "message": "Baris yang kosong Anda anggap nol. Belum diisi berbeda dengan nol hari.",
    },
]
