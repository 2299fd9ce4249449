"""Typical wrong answers to "Perbaiki kartu KTP-el"."""

MISTAKES = [
    {
        "id": "K212",
        "part": "cacat",
        "when": lambda facts, answer: "polaritas" in answer,
        "message": "Lebih banyak warga terlayani memang lebih baik. Cari cacatnya pada kata, formula, dan titik awal.",
    },
    {
        "id": "K203",
        "part": "penyebut",
        "answer": lambda facts: facts["selesai"],
        "message": "Formula Anda menghitung jumlah. Persen membutuhkan pembanding: dari berapa?",
    },
    {
        "id": "K304",
        "part": "penyebut",
        "answer": lambda facts: 100 * facts["selesai"] / facts["dicetak"],
        "message": "Berkas yang belum selesai dan sudah lewat batas tidak ikut Anda hitung. Siapa yang diuntungkan?",
    },
    {
        "id": "K213",
        "part": "formula",
        "answer": lambda facts: "baik",
        "message": "Ada pembagian, tetapi apa batasnya? Dua orang akan menghitung dua angka.",
    },
    {
        "id": "K214",
        "part": "formula",
        "answer": lambda facts: "jumlah",
        "message": "Satuannya persen. Dari berapa bagian itu diambil?",
    },
    {
        "id": "K215",
        "part": "celah",
        "answer": lambda facts: "cetak",
        "message": "Itu justru layanan yang dijanjikan. Cari jalan yang hanya mengubah angkanya.",
    },
    {
        "id": "K216",
        "part": "pendamping",
        "answer": lambda facts: "jumlah",
        "message": "Jumlah itu tetap naik walau warga menunggu lama. Angka mana yang ikut memburuk?",
    },
]
