"""Known wrong answers: attendance taken for use, a curve continued as a line, a letter for a cure."""

MISTAKES = [
    {
        "id": "K801",
        "part": "tiga-angka",
        "row": "rutin",
        "answer": lambda facts: 100 * facts["hadir"] / facts["pegawai"],
        "message": "Hadir belum berarti memakai. Apa tanda pemakaian rutin?",
    },
    {
        "id": "K809",
        "part": "tiga-angka",
        "row": "rutin",
        "answer": lambda facts: 100 * facts["rutin"] / facts["masuk"],
        "message": "Anda membagi dengan yang pernah masuk. Soal meminta bagian dari seluruh pegawai.",
    },
    {
        "id": "K809",
        "part": "tiga-angka",
        "row": "masuk",
        "answer": lambda facts: 100 * facts["masuk"] / facts["hadir"],
        "message": "Anda membagi dengan yang hadir. Soal meminta bagian dari seluruh pegawai.",
    },
    {
        "id": "K801",
        "part": "judul",
        "answer": lambda facts: "hadir",
        "message": "Hadir belum berarti memakai. Angka itu menjawab pertanyaan yang lain.",
    },
    {
        "id": "K810",
        "part": "judul",
        "answer": lambda facts: "masuk",
        "message": "Sekali masuk boleh jadi hanya mencoba. Apa tanda bahwa pekerjaan sudah berubah?",
    },
    {
        "id": "K802",
        "part": "bass",
        "answer": lambda facts: facts["t"] * facts["awal"],
        "message": "Anda meneruskan garis lurus. Siapa yang memengaruhi pegawai berikutnya?",
    },
    {
        "id": "K811",
        "part": "bass",
        "answer": lambda facts: 100 * (1 - float(facts["e"])),
        "message": "Anda berhenti pada pembilangnya. Apa yang dikerjakan penyebut pada rumus itu?",
    },
    {
        "id": "K812",
        "part": "bulan-keempat",
        "answer": lambda facts: "henti",
        "message": "Banyak sistem dihentikan tepat sebelum kurvanya naik. Apa yang perlu dilihat lebih dahulu?",
    },
    {
        "id": "K803",
        "part": "bulan-keempat",
        "answer": lambda facts: "edaran",
        "message": "Mereka sudah tahu kewajibannya. Apa yang membuatnya berat dikerjakan?",
    },
    {
        "id": "K803",
        "part": "tindakan",
        "when": lambda facts, answer: "surat" in answer,
        "message": "Mereka sudah tahu kewajibannya. Apa yang membuatnya berat dikerjakan?",
    },
    {
        "id": "K813",
        "part": "tindakan",
        "when": lambda facts, answer: "peringkat" in answer,
        "message": "Orang yang dipermalukan belajar mengisi, bukan memakai. Apa yang lalu Anda ukur?",
    },
]
