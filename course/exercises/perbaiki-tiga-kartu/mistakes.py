"""Typical wrong answers to "Perbaiki tiga kartu"; faults of the cards themselves come from review_design."""

MISTAKES = [
    {
        "id": "K601",
        "part": "satu-kasus",
        "answer": lambda facts: 1_000 / facts["lahir"],
        "message": "Periksa satuan AKI: per berapa kelahiran hidup?",
    },
    {
        "id": "K217",
        "part": "satu-kasus",
        "answer": lambda facts: float(facts["aki"]),
        "message": "Itu AKI seluruhnya. Soal menanyakan pergeseran oleh satu kematian saja.",
    },
    {
        "id": "K218",
        "part": "satu-kasus",
        "answer": lambda facts: 1,
        "message": "Cacahnya memang bertambah satu. Berapa perubahan angkanya setelah dibandingkan dengan kelahiran?",
    },
]
