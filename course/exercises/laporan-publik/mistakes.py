"""Known wrong answers: claims without evidence, rounded marks, calendar days."""


def _rounded_mark(percent):
    nearest = round(percent)
    return "tercapai" if nearest >= 100 else "hampir" if nearest >= 90 else "belum"


def _mark(percent):
    return "tercapai" if percent >= 100 else "hampir" if percent >= 90 else "belum"


def _if_rounded(name):
    """The mark of the rounded value, where it is another one."""

    def answer(facts):
        rounded = _rounded_mark(facts[name])
        return None if rounded == _mark(facts[name]) else rounded

    return answer


def _before(answer, first, second):
    return first in answer and second in answer and answer.index(first) < answer.index(second)


MISTAKES = [
    {
        "id": "K604",
        "part": "kalimat",
        "when": lambda facts, answer: "turun" not in answer,
        "message": "Bandingkan penurunan kematian ibu dengan naik-turun yang biasa. Klaim mana yang berlebihan?",
    },
    {
        "id": "K101",
        "part": "kalimat",
        "when": lambda facts, answer: "peduli" not in answer,
        "message": "Sosialisasi menghitung apa yang kita kerjakan. Data mana yang menunjukkan kepedulian warga?",
    },
    {
        "id": "K911",
        "part": "kalimat",
        "when": lambda facts, answer: "revisi" in answer or "catat" in answer or "nilai" in answer,
        "message": "Ada kalimat yang Anda tandai padahal barisnya ada pada tabel. Periksa satu per satu.",
    },
    *(
        {
            "id": "K629",
            "part": "tanda",
            "row": name,
            "answer": _if_rounded(f"c{name}"),
            "message": "Anda membulatkan lebih dahulu. Bandingkan angka yang belum dibulatkan dengan ambangnya.",
        }
        for name in "abcd"
    ),
    {
        "id": "K912",
        "part": "susunan",
        "when": lambda facts, answer: _before(answer, "sumber", "judul"),
        "message": "Sumber penting, tetapi bukan yang pertama dicari warga. Apa yang mereka cari?",
    },
    {
        "id": "K902",
        "part": "susunan",
        "when": lambda facts, answer: _before(answer, "sumber", "belum"),
        "message": "Yang belum tercapai jatuh ke bawah halaman. Siapa yang masih membacanya di sana?",
    },
    {
        "id": "K305",
        "part": "batas-waktu",
        "answer": lambda facts: facts["tanggal"] + 10,
        "message": "Anda menghitung hari kalender. Batas ini memakai hari kerja.",
    },
    {
        "id": "X12",
        "part": "batas-waktu",
        "answer": lambda facts: facts["tanggal"] + (11 if facts["hari"] == "Senin" else 13),
        "message": "Hitungan mulai hari kerja sesudah surat diterima, bukan pada harinya.",
    },
]
