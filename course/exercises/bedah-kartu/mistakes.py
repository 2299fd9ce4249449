"""Typical wrong answers to "Bedah kartu"."""


def _before(answer, first, second):
    return first in answer and second in answer and answer.index(first) < answer.index(second)


MISTAKES = [
    {
        "id": "K105",
        "part": "tingkat",
        "when": lambda facts, answer: _before(answer, "faskes", "kader"),
        "message": "Kader disiapkan dahulu, baru ibu terlayani. Mana yang lebih dekat dengan warga?",
    },
    {
        "id": "K101",
        "part": "kartu-sosialisasi",
        "when": lambda facts, answer: bool(answer) and "kegiatan" not in answer,
        "message": "Baca kata pertama namanya. Apakah kartu ini menghitung pekerjaan kita atau perubahan bagi murid?",
    },
    {
        "id": "K201",
        "part": "kartu-sosialisasi",
        "when": lambda facts, answer: "kegiatan" in answer and "target-di-nama" not in answer,
        "message": "Nama indikator dipakai bertahun-tahun, sedangkan targetnya berganti tiap tahun. Periksa bilangan pada kartu.",
    },
    {
        "id": "K209",
        "part": "kartu-integritas",
        "when": lambda facts, answer: bool(answer) and "nama-orang" not in answer,
        "message": "Siapa yang mengisi angka ini bila pejabatnya berganti?",
    },
    {
        "id": "K210",
        "part": "kartu-integritas",
        "when": lambda facts, answer: "nama-orang" in answer and "tahun-baseline" not in answer,
        "message": "Bandingkan kedua tahunnya. Mungkinkah titik awal terjadi kemudian?",
    },
    {
        "id": "K211",
        "part": "kartu-stunting",
        "answer": lambda facts: "arah",
        "message": "Untuk stunting, angka yang lebih kecil lebih baik. Periksa dari mana kedua angka itu berasal.",
    },
    {
        "id": "K205",
        "part": "set-bobot",
        "when": lambda facts, answer: bool(answer) and "jumlah-bobot" not in answer,
        "message": "Jumlahkan dahulu bobotnya.",
    },
    {
        "id": "K207",
        "part": "set-bobot",
        "when": lambda facts, answer: "jumlah-bobot" in answer and "banyak" in answer,
        "message": "Empat indikator masih dapat dibahas tiap bulan. Cari cacat pada isi namanya.",
    },
]
