"""Known wrong answers: duplicates counted, missing taken for zero, extremes thrown away."""


def _missed(identifier, fault, message):
    """The fault not seen, in whichever row the variant has put it."""

    def in_row(row):
        return lambda facts: "baik" if facts["cacat"][row - 1] == fault else None

    return [
        {"id": identifier, "part": "jenis", "row": f"b{row}", "answer": in_row(row), "message": message}
        for row in range(1, 9)
    ]


MISTAKES = [
    *_missed("K708", "satuan", "Lama sebesar itu tidak wajar bagi layanan ini. Satuan apa yang dicatat?"),
    *_missed("K709", "mustahil", "Bandingkan kedua tanggalnya. Mana yang seharusnya lebih dahulu?"),
    *_missed("K702", "ganda", "Cari kode yang sama di baris lain. Apa kunci uniknya?"),
    *_missed("K701", "kosong", "Ada kolom yang belum diisi. Belum diisi berbeda dengan nol."),
    {
        "id": "K702",
        "part": "cakupan",
        "answer": lambda facts: 100 * facts["baris"] / facts["anak"],
        "message": "Sebagian orang terhitung dua kali. Apa kunci uniknya?",
    },
    {
        "id": "K710",
        "part": "cakupan",
        "answer": lambda facts: 100 * (facts["baris"] - facts["ganda"]) / (facts["anak"] - facts["ganda"]),
        "message": "Yang ganda itu baris, bukan anak. Penyebutnya tetap jumlah anak.",
    },
    {
        "id": "K701",
        "part": "belum-lapor",
        "answer": lambda facts: facts["kasus"] / 11,
        "message": "Ada wilayah yang belum melapor. Belum melapor berbeda dengan nol.",
    },
    {
        "id": "K708",
        "part": "campur",
        "answer": lambda facts: (facts["jam_1"] + facts["jam_2"] + facts["hari_1"] + facts["hari_2"]) / 4,
        "message": "Dua baris memakai satuan lain. Samakan satuannya dahulu.",
    },
    {
        "id": "K711",
        "part": "campur",
        "answer": lambda facts: (facts["hari_1"] + facts["hari_2"]) / 2,
        "message": "Anda membuang berkas yang dicatat dalam jam. Berkas itu tetap terjadi.",
    },
    {
        "id": "K705",
        "part": "ekstrem",
        "answer": lambda facts: (
            100 * sum(value <= 3 for value in facts["lama_hari"]) / (len(facts["lama_hari"]) - 1)
        ),
        "message": "Nilai ekstrem Anda buang tanpa memeriksa berkasnya. Mungkinkah itu warga sungguhan?",
    },
    {
        "id": "K303",
        "part": "ekstrem",
        "answer": lambda facts: (
            100 * sum(value < 3 for value in facts["lama_hari"]) / len(facts["lama_hari"])
            if 3 in facts["lama_hari"]
            else None
        ),
        "message": "Selesai tepat pada batas hari: masih dalam standar atau tidak? Baca definisinya.",
    },
    {
        "id": "K706",
        "part": "seragam",
        "answer": lambda facts: "pakai",
        "message": "Kolomnya penuh, tetapi isinya seragam. Apa yang sebenarnya dicatat petugas?",
    },
    {
        "id": "K705",
        "part": "seragam",
        "answer": lambda facts: "hapus",
        "message": "Baris yang dihapus tidak dapat diperiksa lagi. Dari mana Anda tahu isinya keliru?",
    },
]
