"""Typical wrong answers to "Menghitung nilai AKIP"."""

POINTS = {"AA": 100, "A": 90, "BB": 80, "B": 70, "CC": 60, "C": 50, "D": 30, "E": 0}
NEXT_ABOVE = {"60.00": "b", "70.00": "bb", "80.00": "a", "90.00": "aa"}


def _equal_thirds(letters, weight):
    """The component score with existence, quality and use weighing the same; None where that changes nothing."""
    points = [POINTS[letter] for letter in letters.split("/")]
    wrong = weight * sum(points) / 300
    right = weight * (20 * points[0] + 30 * points[1] + 50 * points[2]) / 10_000
    return wrong if abs(wrong - right) > 0.05 else None


MISTAKES = [
    {
        "id": "K424",
        "part": "komponen",
        "row": "planning",
        "answer": lambda facts: _equal_thirds(facts["planning"], 30),
        "message": "Keberadaan, kualitas, dan pemanfaatan tidak berbobot sama. Mana yang memikul separuhnya?",
    },
    {
        "id": "K425",
        "part": "semua-sama",
        "answer": lambda facts: POINTS[facts["huruf_sama"]] / 4,
        "message": "Anda membagi dengan banyaknya komponen. Bobotnya sudah berjumlah seratus.",
    },
    {
        "id": "X09",
        "part": "batas",
        "row": "tepat",
        "answer": lambda facts: NEXT_ABOVE[str(facts["ujung"])],
        "message": "Periksa ujung atas intervalnya: tertutup atau terbuka?",
    },
    {
        "id": "K426",
        "part": "naik-mana",
        "answer": lambda facts: "ukur-ada",
        "message": "Bobot komponennya memang besar. Berapa bagian subkomponen yang Anda pilih?",
    },
    {
        "id": "K427",
        "part": "kelengkapan",
        "answer": lambda facts: "mutu",
        "message": "Dokumennya rapi. Yang belum terjadi adalah langkah sesudah dokumen selesai.",
    },
]
