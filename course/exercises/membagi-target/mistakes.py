"""Typical wrong answers to "Membagi target"."""

MISTAKES = [
    {
        "id": "K104",
        "part": "kekurangan",
        "answer": lambda facts: 0,
        "message": "Jumlahkan target bawahan, lalu bandingkan dengan target pimpinan.",
    },
    {
        "id": "K115",
        "part": "kekurangan",
        "answer": lambda facts: facts["a"] + facts["b"] + facts["c"],
        "message": "Itu jumlah yang disanggupi. Soal menanyakan yang belum ada penanggungnya.",
    },
    {
        "id": "K103",
        "part": "persen-turun",
        "answer": lambda facts: facts["persen"] / facts["unit"],
        "message": "Persentase tidak dibagi seperti jumlah barang. Bayangkan tiap unit mencapai angka Anda: berapa persen seluruhnya?",
    },
    {
        "id": "K116",
        "part": "tidak-langsung",
        "answer": lambda facts: "sama",
        "message": "Indikator yang sama dibagi-bagi bukan hubungan sebab. Apa yang dikerjakan bidang agar hasilnya berubah?",
    },
    {
        "id": "K117",
        "part": "tidak-langsung",
        "answer": lambda facts: "rapat",
        "message": "Rapat dapat penuh sementara anak tetap keluar. Apa yang menahan mereka di sekolah?",
    },
    {
        "id": "K118",
        "part": "cocokkan",
        "row": "stunting",
        "answer": lambda facts: "langsung",
        "message": "Baca nama kedua indikator stunting itu. Apakah bawahan memegang ukuran yang sama dengan pimpinan?",
    },
]
