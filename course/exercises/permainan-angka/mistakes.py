"""Known wrong answers: the reported number believed, ordinary things suspected, people before records."""

MISTAKES = [
    {
        "id": "K804",
        "part": "sebenarnya",
        "answer": lambda facts: 100 * facts["tepat"] / facts["berkas"],
        "message": "Bandingkan tanggal masuk pertama dengan tanggal yang dicatat sistem.",
    },
    {
        "id": "K814",
        "part": "sebenarnya",
        "answer": lambda facts: (
            100 * (facts["tepat"] - facts["kembali"]) / (facts["berkas"] - facts["kembali"])
        ),
        "message": "Berkas itu hilang dari penyebut Anda. Warganya tetap menunggu.",
    },
    {
        "id": "K815",
        "part": "tanda",
        "when": lambda facts, answer: "cepat" in answer,
        "message": "Sebagian berkas memang mudah. Apakah selesai cepat sudah menjadi tanda keliru?",
    },
    {
        "id": "K816",
        "part": "tanda",
        "when": lambda facts, answer: "tumpukan" in answer and "kembali" not in answer,
        "message": "Ke mana perginya berkas yang hampir lewat batas? Lihat baris terakhir tabelnya.",
    },
    {
        "id": "K817",
        "part": "nama",
        "row": "batas",
        "answer": lambda facts: "menahan",
        "message": "Hasilnya tidak disimpan untuk tahun depan. Apa yang menarik semua catatan ke satu hari?",
    },
    {
        "id": "K817",
        "part": "nama",
        "row": "tolak",
        "answer": lambda facts: "menahan",
        "message": "Yang ditahan di sini bukan hasil kantor. Kapan hitungan hari pemohon itu mulai?",
    },
    {
        "id": "K818",
        "part": "target-naik",
        "answer": lambda facts: facts["hasil"] * (1 + 3 * facts["naik"] / 100),
        "message": "Anda menambahkan kenaikan yang sama tiga kali. Kenaikan kedua dihitung dari hasil yang mana?",
    },
    {
        "id": "K206",
        "part": "target-naik",
        "answer": lambda facts: facts["hasil"] + 3 * facts["naik"],
        "message": "Soal menyebut persen dari hasil terakhir, bukan poin persen.",
    },
    {
        "id": "K805",
        "part": "artinya",
        "answer": lambda facts: "rajin",
        "message": "Apa yang terjadi pada target ini tiga tahun lagi? Apa yang dipelajari petugas dari pola ini?",
    },
    {
        "id": "K819",
        "part": "petik",
        "answer": lambda facts: "hukum",
        "message": "Anda belum tahu sebabnya. Aturan atau cara mencatat mana yang mendorongnya?",
    },
    {
        "id": "K820",
        "part": "petik",
        "answer": lambda facts: "abaikan",
        "message": "Sampelnya kecil, tetapi acak, dan laporannya jauh di luar rentang. Apa artinya?",
    },
]
