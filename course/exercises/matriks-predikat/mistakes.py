"""Typical wrong answers to "Matriks predikat"."""

MISTAKES = [
    {
        "id": "K407",
        "part": "tebak",
        "answer": lambda facts: "baik",
        "message": "Anda menimbang keduanya seperti rata-rata. Baca lagi kolom perilaku di bawah ekspektasi.",
    },
    {
        "id": "K409",
        "part": "tebak",
        "answer": lambda facts: "butuh",
        "message": "Baris dan kolomnya tertukar. Di baris mana hasil di atas ekspektasi berada?",
    },
    {
        "id": "K410",
        "part": "matriks",
        "row": "meets-below",
        "answer": lambda facts: "baik",
        "message": "Hasil yang sesuai belum menebus perilaku. Baca kolom perilaku di bawah ekspektasi sampai selesai.",
    },
    {
        "id": "K411",
        "part": "matriks",
        "row": "meets-above",
        "answer": lambda facts: "sangat-baik",
        "message": "Predikat tertinggi menuntut keduanya di atas ekspektasi. Apakah hasil kerja pada sel itu demikian?",
    },
    {
        "id": "K807",
        "part": "sebaliknya",
        "answer": lambda facts: "baik",
        "message": "Sikap baik tetap dihargai, tetapi hasilnya di bawah ekspektasi. Cari selnya pada matriks.",
    },
    {
        "id": "K436",
        "part": "perilaku",
        "answer": lambda facts: sum(sorted(facts["berakhlak"])[1:]) / 6,
        "message": "Nilai terendah Anda tinggalkan. Ketujuh nilai ikut dihitung.",
    },
    {
        "id": "K412",
        "part": "nilai-skp",
        "answer": lambda facts: (70 * facts["skp"] + 30 * facts["perilaku"]) / 100,
        "message": "Bobot itu untuk instansi tanpa penilaian rekan kerja. Baca lagi soalnya.",
    },
    {
        "id": "K413",
        "part": "nilai-skp",
        "answer": lambda facts: (facts["skp"] + facts["perilaku"]) / 2,
        "message": "Anda memberi suara yang sama kepada keduanya. Berapa bobot masing-masing?",
    },
    {
        "id": "X10",
        "part": "sangat-baik",
        "answer": lambda facts: "sangat-baik",
        "message": "Ada syarat kedua selain angka.",
    },
]
