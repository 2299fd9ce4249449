"""Typical wrong answers to "Gabungkan dahulu"."""

from statistics import mean


def _mean_of_quarters(facts, through):
    return mean(100 * r / t for r, t in zip(facts["r"][:through], facts["t"][:through], strict=True))


MISTAKES = [
    {
        "id": "K405",
        "part": "setahun",
        "answer": lambda facts: _mean_of_quarters(facts, 4),
        "message": "Triwulan kecil dan besar Anda beri suara yang sama. Gabungkan realisasi dan target lebih dahulu.",
    },
    {
        "id": "K414",
        "part": "semester",
        "answer": lambda facts: _mean_of_quarters(facts, 2),
        "message": "Dua triwulan itu tidak sama besar. Gabungkan dahulu, baru bagi.",
    },
    {
        "id": "K406",
        "part": "kumulatif",
        "answer": lambda facts: sum(facts["k"]),
        "message": "Angka ini sudah kumulatif. Apa arti pekerjaan yang lebih dari seratus persen?",
    },
    {
        "id": "K415",
        "part": "kumulatif",
        "answer": lambda facts: mean(facts["k"]),
        "message": "Anda merata-ratakan posisi. Posisi mana yang berlaku pada akhir triwulan III?",
    },
    {
        "id": "K416",
        "part": "aturan",
        "row": "tepat",
        "answer": lambda facts: "jumlah",
        "message": "Persentase yang dijumlahkan dapat melewati seratus. Kembalilah ke berkasnya.",
    },
    {
        "id": "K408",
        "part": "target-nol",
        "answer": lambda facts: 0,
        "message": "Rumus biasa membagi dengan target. Soal ini memakai nilai terburuk sebagai pembanding.",
    },
    {
        "id": "K417",
        "part": "target-nol",
        "answer": lambda facts: 100 * facts["kasus"] / facts["terburuk"],
        "message": "Itu bagian yang terjadi. Capaian menghitung bagian yang berhasil dihindari.",
    },
    {
        "id": "K418",
        "part": "tanpa-terburuk",
        "answer": lambda facts: "nol",
        "message": "Nol berarti sudah dihitung dan seburuk mungkin. Apakah rumusnya dapat dihitung di sini?",
    },
]
