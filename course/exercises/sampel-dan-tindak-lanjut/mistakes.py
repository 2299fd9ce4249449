"""Typical wrong answers to "Berapa responden"."""

ELEMENTS = ("syarat", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "aduan", "sarana")
SAMPLE = {500: 217, 600: 234, 1000: 278}  # Krejcie and Morgan


def _highest(facts):
    return max(ELEMENTS, key=lambda element: facts[f"u_{element}"])


MISTAKES = [
    {
        "id": "K308",
        "part": "ukuran",
        "answer": lambda facts: facts["populasi"] / 10,
        "message": "Ukuran sampel tidak sebanding dengan ukuran populasi. Gunakan tabelnya.",
    },
    {
        "id": "K319",
        "part": "ukuran",
        "answer": lambda facts: 150,
        "message": "Seratus lima puluh adalah kebiasaan lama. Baca tabel menurut populasi Anda.",
    },
    {
        "id": "X13",
        "part": "lima-kali",
        "answer": lambda facts: SAMPLE[facts["populasi"]] * facts["kali"],
        "message": "Populasi {kali} kali lebih besar tidak butuh sampel {kali} kali lebih banyak.",
    },
    {
        "id": "K707",
        "part": "daring",
        "answer": lambda facts: "banyak",
        "message": "Banyak tidak sama dengan mewakili. Siapa yang tidak pernah mengisi?",
    },
    {
        "id": "X02",
        "part": "gabung-unit",
        "answer": lambda facts: (facts["nilai_1"] + facts["nilai_2"]) / 2,
        "message": "Unit kecil dan besar Anda samakan. Berapa respondennya?",
    },
    {
        "id": "X04",
        "part": "mutu-lama",
        "answer": lambda facts: "a",
        "message": "Rentang itu dari peraturan lama. Bandingkan nilainya dengan batas pada soal.",
    },
    {
        "id": "K320",
        "part": "prioritas",
        "when": lambda facts, answer: _highest(facts) in answer,
        "message": "Salah satu pilihan Anda justru unsur yang paling dihargai warga. Cari angka terkecil.",
    },
]
