"""Known wrong answers: a full indicator read as if it could still tell something."""

MISTAKES = [
    {
        "id": "K531",
        "part": "geser",
        "answer": lambda facts: facts["tambah"],
        "message": "Itu jumlah anaknya. Berapa bagian mereka dari seluruh peserta?",
    },
    {
        "id": "K002",
        "part": "geser",
        "answer": lambda facts: facts["tambah"] / facts["peserta"],
        "message": "Nilai Anda berbentuk bagian dari satu. Soal meminta poin persen.",
    },
    {
        "id": "K532",
        "part": "ruang",
        "answer": lambda facts: 100 * facts["lulus_b"] / facts["akhir_b"],
        "message": "Itu angka kelulusannya. Soal menanyakan jarak ke batas alami.",
    },
    {
        "id": "K533",
        "part": "ruang",
        "answer": lambda facts: facts["akhir_b"] - facts["lulus_b"],
        "message": "Anda menghitung anaknya. Nyatakan jarak itu terhadap seluruh murid tingkat akhir.",
    },
    {
        "id": "K534",
        "part": "arti",
        "answer": lambda facts: "mutu",
        "message": "Berapa anak yang membuat beda itu? Apakah mutu seluruh kabupaten bergantung pada mereka?",
    },
    {
        "id": "K505",
        "part": "arti",
        "answer": lambda facts: "guru",
        "message": "Tanpa pembanding, bagian mana dari kenaikan itu yang milik pelatihan?",
    },
    {
        "id": "K535",
        "part": "pengganti",
        "when": lambda facts, answer: "ijazah" in answer or "ikut" in answer,
        "message": "Salah satu pilihan Anda sudah menyentuh batas alaminya. Apa yang dapat dibedakannya tahun depan?",
    },
    {
        "id": "K536",
        "part": "pengganti",
        "when": lambda facts, answer: "putus" not in answer,
        "message": "Ukuran yang kecil pun dapat membedakan bila cacahnya cukup. Periksa lagi yang Anda lewatkan.",
    },
    {
        "id": "K537",
        "part": "celah",
        "answer": lambda facts: "jam",
        "message": "Itu dapat membuat murid belajar lebih baik. Carilah cara yang hanya mengubah hitungannya.",
    },
]
