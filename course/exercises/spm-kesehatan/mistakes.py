"""Known wrong answers: visits counted as service, weights left out, a value rounded before it is classified."""

from math import ceil

_FROM = {70: "tuntas_pratama", 80: "tuntas_madya", 90: "tuntas_utama"}

MISTAKES = [
    {
        "id": "K625",
        "part": "capaian",
        "answer": lambda facts: 100 * facts["datang"] / facts["sasaran"],
        "message": "Datang belum tentu terlayani sesuai standar. Baca lagi pembilangnya.",
    },
    {
        "id": "K626",
        "part": "capaian",
        "answer": lambda facts: 100 * facts["standar"] / facts["datang"],
        "message": "Ibu yang tidak pernah datang hilang dari penyebut Anda.",
    },
    {
        "id": "K002",
        "part": "capaian",
        "answer": lambda facts: facts["standar"] / facts["sasaran"],
        "message": "Nilai Anda berbentuk bagian dari satu. Soal meminta persen.",
    },
    {
        "id": "K627",
        "part": "indeks",
        "answer": lambda facts: (facts["penerima"] + facts["mutu"]) / 2,
        "message": "Anda memberi kedua bagian suara yang sama. Periksa bobot pada soal.",
    },
    {
        "id": "K628",
        "part": "indeks",
        "answer": lambda facts: 0.2 * facts["penerima"] + 0.8 * facts["mutu"],
        "message": "Bobotnya tertukar. Mana yang lebih menentukan menurut aturan pada soal?",
    },
    {
        "id": "K629",
        "part": "kategori",
        "answer": lambda facts: _FROM[ceil(facts["indeks_batas"])],
        "message": "Anda membulatkan lebih dahulu. Aturan ini menilai angka yang belum dibulatkan.",
    },
    {
        "id": "K625",
        "part": "sisa",
        "answer": lambda facts: facts["sasaran"] - facts["datang"],
        "message": "Sebagian yang datang belum terlayani sesuai standar. Mereka juga belum selesai.",
    },
    {
        "id": "K626",
        "part": "rendah",
        "answer": lambda facts: "sama",
        "message": "Bandingkan siapa yang ada pada kedua penyebut. Siapa yang lenyap?",
    },
]
