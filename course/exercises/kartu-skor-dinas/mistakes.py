"""Known wrong answers: the wrong polarity, no cap, weights forgotten, what is missing not counted."""

MINIMISED = {2, 5}


def _achieved(facts, number, *, cap=120.0):
    target, done = facts[f"t{number}"], facts[f"r{number}"]
    percent = 100 * (2 * target - done) / target if number in MINIMISED else 100 * done / target
    return min(cap, percent)


def _total(facts, **cap):
    return sum(facts[f"w{number}"] * _achieved(facts, number, **cap) for number in range(1, 6)) / 100


UPWARD = "Anda memakai rumus untuk 'semakin tinggi semakin baik'. Apakah indikator ini demikian?"
INVERSE = (
    "Kebalikan pecahan bukan rumus yang dipakai peraturan ini. Hitung seberapa jauh realisasi dari target."
)

MISTAKES = [
    {
        "id": "K403",
        "part": "kartu",
        "row": "persalinan",
        "answer": lambda facts: 100 * facts["r1"] / facts["t1"],
        "message": "Aturan pada soal ini membatasi indeks. Periksa batas atasnya.",
    },
    {
        "id": "K401",
        "part": "kartu",
        "row": "rujukan",
        "answer": lambda facts: 100 * facts["r2"] / facts["t2"],
        "message": UPWARD,
    },
    {
        "id": "K402",
        "part": "kartu",
        "row": "rujukan",
        "answer": lambda facts: 100 * facts["t2"] / facts["r2"],
        "message": INVERSE,
    },
    {
        "id": "K401",
        "part": "kartu",
        "row": "ganda",
        "answer": lambda facts: 100 * facts["r5"] / facts["t5"],
        "message": UPWARD,
    },
    {
        "id": "K402",
        "part": "kartu",
        "row": "ganda",
        "answer": lambda facts: 100 * facts["t5"] / facts["r5"],
        "message": INVERSE,
    },
    {
        "id": "K907",
        "part": "kartu",
        "row": "total",
        "answer": lambda facts: sum(_achieved(facts, number) for number in range(1, 6)) / 5,
        "message": "Kelima indikator Anda beri suara yang sama. Periksa kolom bobotnya.",
    },
    {
        "id": "K903",
        "part": "kartu",
        "row": "total",
        "answer": lambda facts: _total(facts, cap=1000.0),
        "message": "Satu angka yang sangat tinggi menutupi kegagalan yang lain. Pasang batasnya sebelum menimbang.",
    },
    {
        "id": "K903",
        "part": "menutupi",
        "answer": lambda facts: (facts["tinggi"] + facts["rendah"]) / 2,
        "message": "Satu angka yang sangat tinggi menutupi kegagalan yang lain.",
    },
    {
        "id": "K902",
        "part": "hilang",
        "answer": lambda facts: 100,
        "message": "Ada indikator yang hilang dari laporan. Apa yang dibaca warga dari halaman itu?",
    },
    {
        "id": "K908",
        "part": "hilang",
        "answer": lambda facts: 100 * (facts["semua"] - facts["tercapai"]) / facts["semua"],
        "message": "Itu bagian yang belum tercapai. Baca lagi yang ditanyakan.",
    },
    {
        "id": "K905",
        "part": "n-gain",
        "answer": lambda facts: (facts["postes"] - facts["pretes"]) / facts["pretes"],
        "message": "Bandingkan kenaikan itu dengan ruang yang masih tersisa.",
    },
    {
        "id": "K909",
        "part": "n-gain",
        "answer": lambda facts: (facts["postes"] - facts["pretes"]) / 100,
        "message": "Anda membagi dengan nilai penuh. Sebagian sudah dikuasai sejak pretes.",
    },
    {
        "id": "K904",
        "part": "bobot",
        "answer": lambda facts: "setuju",
        "message": "Bobot menunjukkan arti, bukan tempat uang paling bermanfaat. Apa yang terjadi pada yang lain?",
    },
    {
        "id": "K910",
        "part": "bobot",
        "answer": lambda facts: "rata",
        "message": "Pembagian yang sama tidak melihat manfaat. Apa yang Anda ketahui tentang tiap tambahan?",
    },
]
