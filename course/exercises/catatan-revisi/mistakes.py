"""Known wrong answers: duplicates left in, the decision taken from dirty rows."""

AREAS = ("a", "b", "c")


def _raw(facts, area):
    return 100 * facts[f"{area}_baris"] / facts[f"{area}_anak"]


def _mean_fall(facts):
    """The mean of the three falls, as if the areas had the same number of children."""
    return sum(100 * facts[f"{area}_ganda"] / facts[f"{area}_anak"] for area in AREAS) / 3


def _before(answer, first, second):
    return first in answer and second in answer and answer.index(first) < answer.index(second)


MISTAKES = [
    *(
        {
            "id": "K702",
            "part": "cakupan",
            "row": area,
            "answer": lambda facts, area=area: _raw(facts, area),
            "message": "Sebagian orang terhitung dua kali. Apa kunci uniknya?",
        }
        for area in AREAS
    ),
    {
        "id": "K720",
        "part": "anggaran",
        "answer": lambda facts: min(AREAS, key=lambda area: _raw(facts, area)),
        "message": "Itu yang terendah pada register kotor. Bagaimana urutannya sesudah yang ganda dibuang?",
    },
    {
        "id": "K504",
        "part": "selisih",
        "answer": _mean_fall,
        "message": "Ketiga kecamatan Anda beri suara yang sama. Gabungkan dahulu jumlahnya.",
    },
    {
        "id": "K721",
        "part": "selisih",
        "answer": lambda facts: (
            100
            * sum(facts[f"{area}_ganda"] for area in AREAS)
            / sum(facts[f"{area}_baris"] for area in AREAS)
        ),
        "message": "Anda membagi dengan baris. Cakupan dihitung terhadap jumlah anak.",
    },
    {
        "id": "K722",
        "part": "tanda-tangan",
        "answer": lambda facts: "lama",
        "message": "Anda sudah tahu angkanya keliru. Keputusan siapa yang akan salah arah?",
    },
    {
        "id": "K723",
        "part": "tanda-tangan",
        "answer": lambda facts: "diam",
        "message": "Pembaca melihat penurunan tanpa sebab. Apa yang akan mereka kira?",
    },
    {
        "id": "K724",
        "part": "urutan",
        "when": lambda facts, answer: not _before(answer, "simpan", "tandai"),
        "message": "Register asli perlu aman sebelum diubah. Bagaimana memeriksa ulang bila ada yang keliru?",
    },
    {
        "id": "K728",
        "part": "urutan",
        "when": lambda facts, answer: _before(answer, "umumkan", "hitung"),
        "message": "Angka diumumkan sebelum dihitung ulang. Apa yang lalu Anda umumkan?",
    },
]
