"""Known wrong answers: before and after alone, the sign lost, final values compared."""


def _before(answer, first, second):
    """Whether ``first`` stands before ``second`` in an order of steps."""
    return first in answer and second in answer and answer.index(first) < answer.index(second)


MISTAKES = [
    {
        "id": "K621",
        "part": "empat-sel",
        "row": "program",
        "answer": lambda facts: facts["program_0"] - facts["program_1"],
        "message": "Besarnya tepat, arahnya terbalik. Penurunan ditulis dengan minus.",
    },
    {
        "id": "K621",
        "part": "empat-sel",
        "row": "pembanding",
        "answer": lambda facts: facts["banding_0"] - facts["banding_1"],
        "message": "Besarnya tepat, arahnya terbalik. Penurunan ditulis dengan minus.",
    },
    {
        "id": "K607",
        "part": "empat-sel",
        "row": "pengaruh",
        "answer": lambda facts: facts["program_1"] - facts["program_0"],
        "message": "Wilayah tanpa program juga turun. Kurangkan penurunan itu.",
    },
    {
        "id": "K519",
        "part": "empat-sel",
        "row": "pengaruh",
        "answer": lambda facts: facts["program_1"] - facts["banding_1"],
        "message": "Anda membandingkan angka akhir. Kedua kelompok berangkat dari angka yang berbeda.",
    },
    {
        "id": "K607",
        "part": "tanpa-pembanding",
        "answer": lambda facts: "tidak-ada",
        "message": "Lihat lagi apa yang terjadi di wilayah yang tidak menerima program.",
    },
    {
        "id": "K528",
        "part": "syarat",
        "when": lambda facts, answer: "teratas" in answer,
        "message": "Wilayah terbaik menempuh jalan lain. Apakah ia menggambarkan wilayah program tanpa programnya?",
    },
    {
        "id": "K622",
        "part": "syarat",
        "when": lambda facts, answer: "sama-persis" in answer,
        "message": "Yang dibandingkan perubahannya. Apakah titik berangkatnya harus sama?",
    },
    {
        "id": "K636",
        "part": "terburuk",
        "answer": lambda facts: "dana",
        "message": "Dana tambahan juga bagian dari program. Apa yang terjadi bila tidak ada program sama sekali?",
    },
    {
        "id": "K623",
        "part": "langkah",
        "when": lambda facts, answer: _before(answer, "ukur-akhir", "pilih"),
        "message": "Pembanding yang dipilih sesudah hasilnya terlihat mudah memihak. Kapan ia harus ditetapkan?",
    },
    {
        "id": "K624",
        "part": "langkah",
        "when": lambda facts, answer: _before(answer, "putusan", "selisih"),
        "message": "Putusan Anda mendahului buktinya. Apa yang perlu dihitung lebih dahulu?",
    },
]
