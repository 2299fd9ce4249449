"""Known wrong answers: opinion before fact, behaviour that rescues result, a curve taken for a quota."""


def _before(answer, first, second):
    return first in answer and second in answer and answer.index(first) < answer.index(second)


MISTAKES = [
    {
        "id": "K821",
        "part": "langkah",
        "when": lambda facts, answer: _before(answer, "dampak", "fakta"),
        "message": "Dampak sebelum fakta terdengar seperti tuduhan. Apa yang dapat diperiksa bersama lebih dahulu?",
    },
    {
        "id": "K822",
        "part": "langkah",
        "when": lambda facts, answer: _before(answer, "kesepakatan", "pendapat"),
        "message": "Kesepakatan Anda mendahului pendapatnya. Siapa yang lalu bersepakat?",
    },
    {
        "id": "K823",
        "part": "kalimat",
        "row": "mengapa",
        "answer": lambda facts: "buka",
        "message": "Kata selalu mengajak orang membela diri. Fakta apa yang dapat menggantikannya?",
    },
    {
        "id": "K824",
        "part": "kalimat",
        "row": "rekan",
        "answer": lambda facts: "buka",
        "message": "Perbandingan dengan orang lain menutup cerita. Apa yang Anda ingin ketahui sebenarnya?",
    },
    {
        "id": "K807",
        "part": "predikat",
        "answer": lambda facts: "baik",
        "message": "Sikap baik tetap dihargai, tetapi hasilnya di bawah ekspektasi. Cari selnya pada matriks.",
    },
    {
        "id": "K409",
        "part": "predikat",
        "answer": lambda facts: "kurang",
        "message": "Anda membaca matriks dari sisi yang lain. Mana yang hasil, mana yang perilaku?",
    },
    {
        "id": "K806",
        "part": "kuota",
        "answer": lambda facts: "jatah",
        "message": "Kurva itu menggambarkan, bukan menjatah. Apa yang seharusnya menentukan predikat?",
    },
    {
        "id": "K825",
        "part": "kuota",
        "answer": lambda facts: "abai",
        "message": "Pola yang jauh berbeda dapat menandai penilaian yang longgar. Apa gunanya sebagai peringatan?",
    },
]
