"""Known wrong answers: multiplier, denominator, place of death, averaged ratios."""


def _per(cases, births, per=100_000):
    return per * cases / births


MISTAKES = [
    {
        "id": "K601",
        "part": "aki",
        "answer": lambda facts: _per(facts["ibu"], facts["lahir"], 1000),
        "message": "Periksa satuan AKI: per berapa kelahiran hidup?",
    },
    {
        "id": "K609",
        "part": "aki",
        "answer": lambda facts: _per(facts["ibu"], facts["lahir"], 100),
        "message": "Anda menghitung persen. Kejadian yang jarang memakai pengali yang lebih besar.",
    },
    {
        "id": "K602",
        "part": "aki",
        "answer": lambda facts: _per(facts["ibu"], facts["penduduk"]),
        "message": "Penyebut Anda seluruh penduduk. Kematian ibu dibandingkan dengan kelahiran hidup.",
    },
    {
        "id": "K610",
        "part": "anak",
        "row": "akb",
        "answer": lambda facts: _per(facts["bayi"], facts["lahir"]),
        "message": "Pengali itu milik AKI. Angka kematian anak dinyatakan per berapa kelahiran hidup?",
    },
    {
        "id": "K611",
        "part": "anak",
        "row": "akb",
        "answer": lambda facts: _per(facts["bayi"] - facts["neonatal"], facts["lahir"], 1000),
        "message": "Bayi yang meninggal pada 28 hari pertama juga di bawah satu tahun. Ke mana mereka?",
    },
    {
        "id": "K612",
        "part": "anak",
        "row": "akaba",
        "answer": lambda facts: _per(facts["balita"] - facts["bayi"], facts["lahir"], 1000),
        "message": "Rentang umurnya mulai dari nol. Kematian bayi termasuk di dalamnya.",
    },
    {
        "id": "K608",
        "part": "tempat-tinggal",
        "answer": lambda facts: _per(facts["rs"], facts["lahir_kota"]),
        "message": "Rumah sakit rujukan menerima pasien dari luar. Hitung menurut tempat tinggal ibu.",
    },
    {
        "id": "K613",
        "part": "tempat-tinggal",
        "answer": lambda facts: _per(facts["rs"] - facts["luar"], facts["lahir_kota"]),
        "message": "Ada penduduk kota yang meninggal di tempat lain. Apakah mereka sudah masuk daftar Anda?",
    },
    {
        "id": "K603",
        "part": "tiga-tahun",
        "answer": lambda facts: sum(_per(facts[f"kasus_{y}"], facts[f"lahir_{y}"]) for y in (1, 2, 3)) / 3,
        "message": "Anda merata-ratakan angka tahunan. Gabungkan kasus dan kelahirannya lebih dahulu.",
    },
    {
        "id": "K614",
        "part": "tiga-tahun",
        "answer": lambda facts: sum(_per(facts[f"kasus_{y}"], facts[f"lahir_{y}"]) for y in (1, 2, 3)),
        "message": "Angka tahunan tidak dapat dijumlahkan. Apa yang sebenarnya dapat dijumlahkan?",
    },
    {
        "id": "K602",
        "part": "polaritas",
        "answer": lambda facts: "penduduk",
        "message": "Bandingkan lagi dengan rumusnya. Siapa yang berada di bawah garis?",
    },
    {
        "id": "K615",
        "part": "polaritas",
        "answer": lambda facts: "tanpa-cacah",
        "message": "Tiga kasus dan tiga ratus kasus dapat memberi angka yang sama. Bagaimana pembaca membedakannya?",
    },
]
