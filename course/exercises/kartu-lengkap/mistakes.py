"""Typical wrong answers to "Kartu lengkap"."""

MISTAKES = [
    {
        "id": "K220",
        "part": "pasangan",
        "row": "putus",
        "answer": lambda facts: "kembali",
        "message": "Anak yang dicatat pindah tidak mempunyai berkas layanan. Di mana mereka muncul lagi bila benar pindah?",
    },
    {
        "id": "K221",
        "part": "celah-terbesar",
        "answer": lambda facts: "guru",
        "message": "Itu perbaikan sungguhan. Cari jalan yang mengubah angkanya tanpa mengubah kemampuan murid.",
    },
    {
        "id": "K207",
        "part": "terlalu-banyak",
        "answer": lambda facts: "semua",
        "message": "Bila semua utama, tidak ada yang utama. Mana yang Anda bahas setiap bulan?",
    },
    {
        "id": "K222",
        "part": "terlalu-banyak",
        "answer": lambda facts: "bobot",
        "message": "Bobot sama rata tidak memilih apa pun. Berapa menit rapat tersisa untuk tiap indikator?",
    },
]
