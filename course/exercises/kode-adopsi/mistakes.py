"""Known wrong programs and answers, each with the check that must catch it."""

MISTAKES = [
    {
        "id": "K802",
        "part": "memakai",
        "code": (
            "from math import exp\n\n\n"
            "def bagian_memakai(p, q, t):\n"
            "    e = exp(-(p + q))\n"
            "    return 100 * t * (1 - e) / (1 + q / p * e)\n"
        ),
        "check": "tahun-anda",
        "message": "Fungsi ini meneruskan garis lurus. Siapa yang memengaruhi pegawai berikutnya?",
    },
    {
        "id": "K811",
        "part": "memakai",
        "code": "from math import exp\n\n\ndef bagian_memakai(p, q, t):\n    return 100 * (1 - exp(-(p + q) * t))\n",
        "check": "tahun-anda",
        "message": "Fungsi ini berhenti pada pembilangnya. Apa yang dikerjakan penyebut pada rumus itu?",
    },
    {
        "id": "K828",
        "part": "batas-bawah",
        "code": (
            "from math import sqrt\n\n\n"
            "def batas_bawah(peluang, berkas):\n"
            "    if not berkas:\n"
            "        return None\n"
            "    return max(0.0, peluang - sqrt(peluang * (100 - peluang) / berkas))\n"
        ),
        "check": "unit-anda",
        "message": "Satu simpangan terlalu sering dilampaui oleh kebetulan. Berapa yang diminta soal?",
    },
    {
        "id": "K837",
        "part": "batas-bawah",
        "code": (
            "from math import sqrt\n\n\n"
            "def batas_bawah(peluang, berkas):\n"
            "    if not berkas:\n"
            "        return None\n"
            "    return peluang - 3 * sqrt(peluang * (100 - peluang) / berkas)\n"
        ),
        "check": "sedikit",
        "message": "Rumusnya sudah tepat. Mungkinkah sebuah bagian kurang dari nol persen?",
    },
    {
        "id": "K808",
        "part": "unit-kecil",
        "answer": lambda facts: "kecil",
        "message": "Selalu ada yang terendah, juga bila semua sama. Apakah jaraknya melebihi kebetulan?",
    },
]
