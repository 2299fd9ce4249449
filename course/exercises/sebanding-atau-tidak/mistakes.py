"""Known wrong answers: part of a year against a whole one, one survey against another."""

MISTAKES = [
    {
        "id": "K703",
        "part": "bulan-sama",
        "answer": lambda facts: 100 * (facts["kini"] / facts["lalu_penuh"] - 1),
        "message": "Bandingkan bulan yang sama. Desember belum masuk.",
    },
    {
        "id": "K630",
        "part": "bulan-sama",
        "answer": lambda facts: 100 * (1 - facts["lalu_nov"] / facts["kini"]),
        "message": "Anda membagi dengan tahun ini. Perubahan diukur dari tahun yang mana?",
    },
    {
        "id": "K704",
        "part": "alat-ukur",
        "answer": lambda facts: "23-24",
        "message": "Kedua angka itu berasal dari survei yang berbeda. Cari pasangan yang setara.",
    },
    {
        "id": "K712",
        "part": "alat-ukur",
        "answer": lambda facts: "semua",
        "message": "Satuan yang sama belum berarti alat ukur yang sama. Baca nama surveinya.",
    },
    {
        "id": "K704",
        "part": "poin",
        "answer": lambda facts: facts["k2024"] - facts["k2023"],
        "message": "Kedua angka itu berasal dari survei yang berbeda. Cari pasangan yang setara.",
    },
    {
        "id": "K713",
        "part": "poin",
        "answer": lambda facts: 100 * (facts["k2024"] / facts["k2022"] - 1),
        "message": "Anda menghitung persen dari angka awal. Soal meminta poin persen.",
    },
    {
        "id": "K704",
        "part": "pasangan",
        "row": "ombudsman",
        "answer": lambda facts: "boleh",
        "message": "Alat penilaiannya berganti. Dari mana Anda tahu pelayanannya yang berubah?",
    },
    {
        "id": "K714",
        "part": "pasangan",
        "row": "definisi",
        "answer": lambda facts: "boleh",
        "message": "Penyebut kedua tahun itu berbeda. Apa yang berubah: pelayanan atau hitungannya?",
    },
    {
        "id": "K715",
        "part": "pasangan",
        "row": "mutu",
        "answer": lambda facts: "boleh",
        "message": "Hurufnya sama, peraturannya lain. Apa arti huruf itu di masing-masing?",
    },
    {
        "id": "K707",
        "part": "sukarela",
        "answer": lambda facts: "a",
        "message": "Banyak tidak sama dengan mewakili. Siapa yang tidak pernah mengisi?",
    },
]
