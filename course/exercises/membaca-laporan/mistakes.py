"""Typical wrong answers to "Membaca laporan"."""

MISTAKES = [
    {
        "id": "K119",
        "part": "efisiensi",
        "answer": lambda facts: facts["serapan"] - facts["capaian"],
        "message": "Urutannya terbalik. Mana yang berdiri di depan: hasil atau uang?",
    },
    {
        "id": "K108",
        "part": "efisiensi",
        "answer": lambda facts: 100 * facts["capaian"] / facts["serapan"],
        "message": "Anda membagi. Kesepakatan pada soal ini membandingkan dengan selisih.",
    },
    {
        "id": "K120",
        "part": "perubahan",
        "answer": lambda facts: facts["ombudsman_2021"] - facts["ombudsman_2022"],
        "message": "Besarnya sudah tepat. Periksa tandanya: skornya naik atau turun?",
    },
    {
        "id": "K121",
        "part": "arti-perubahan",
        "answer": lambda facts: "buruk",
        "message": "Alat ukurnya juga berganti pada saat yang sama. Bagaimana Anda memisahkan keduanya?",
    },
    {
        "id": "K101",
        "part": "kalimat-laporan",
        "when": lambda facts, answer: "sosialisasi" in answer or "laporan" in answer,
        "message": "Salah satu pilihan menghitung apa yang kita kerjakan. Apa yang berubah bagi warga sesudahnya?",
    },
    {
        "id": "K102",
        "part": "kalimat-laporan",
        "when": lambda facts, answer: "serapan" in answer and not {"sosialisasi", "laporan"} & set(answer),
        "message": "Salah satu pilihan menunjukkan uang yang terpakai. Soal menanyakan manfaat bagi warga.",
    },
    {
        "id": "K122",
        "part": "capaian-tinggi",
        "answer": lambda facts: "bohong",
        "message": "Periksa dahulu apa yang dibandingkan oleh masing-masing. Apakah keduanya mengukur hal yang sama?",
    },
]
