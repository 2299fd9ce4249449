"""Known wrong answers: weights that do not add up or rest on one indicator, an upward maternal mortality."""

NAMES = ("pendidikan", "kesehatan", "layanan")


def _upward(answer):
    return str(answer.get("polarity", "maximize")).startswith(("maximize", "semakin tinggi"))


MISTAKES = [
    {
        "id": "K202",
        "part": "pendidikan",
        "when": lambda facts, answer: _upward(answer),
        "message": "Baca nama indikatornya: bila angkanya naik, apakah warga senang?",
    },
    {
        "id": "K202",
        "part": "kesehatan",
        "when": lambda facts, answer: _upward(answer),
        "message": "Bila angka ini naik, apakah keluarga di kabupaten ini lebih selamat?",
    },
    {
        "id": "K602",
        "part": "kesehatan",
        "when": lambda facts, answer: "penduduk" in str(answer.get("formula", "penduduk")).lower(),
        "message": "Penyebut Anda seluruh penduduk. Kematian ibu dibandingkan dengan kelahiran hidup.",
    },
    {
        "id": "K205",
        "part": "bobot",
        "when": lambda facts, answer: abs(sum(answer[name] for name in NAMES) - 100) >= 0.01,
        "message": "Jumlahkan dulu bobotnya. Apa yang terjadi pada nilai bila jumlahnya bukan 100?",
    },
    {
        "id": "K915",
        "part": "bobot",
        "when": lambda facts, answer: max(answer[name] for name in NAMES) > 50,
        "message": "Satu indikator menentukan lebih dari separuh nilai. Apakah itu memang pilihan Anda?",
    },
]
