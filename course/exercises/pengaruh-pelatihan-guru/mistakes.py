"""Known wrong answers: the whole rise credited to the training, luck taken for change."""

MISTAKES = [
    {
        "id": "K003",
        "part": "perubahan",
        "row": "dilatih",
        "answer": lambda facts: 100 * (facts["dilatih_1"] / facts["dilatih_0"] - 1),
        "message": "Anda menghitung persen dari nilai awal. Soal meminta selisih dalam poin.",
    },
    {
        "id": "K505",
        "part": "pengaruh",
        "answer": lambda facts: facts["dilatih_1"] - facts["dilatih_0"],
        "message": "Sekolah yang tidak dilatih juga naik. Bagian mana yang milik pelatihan?",
    },
    {
        "id": "K519",
        "part": "pengaruh",
        "answer": lambda facts: facts["dilatih_1"] - facts["banding_1"],
        "message": "Anda membandingkan nilai akhir. Kedua kelompok berangkat dari nilai yang berbeda.",
    },
    {
        "id": "K512",
        "part": "pengaruh",
        "answer": lambda facts: facts["banding_1"] - facts["banding_0"],
        "message": "Itu kenaikan tanpa pelatihan. Apa yang ditambahkan pelatihan di atasnya?",
    },
    {
        "id": "K521",
        "part": "bukti",
        "answer": lambda facts: "terbukti",
        "message": "Periksa apakah pengaruh nol juga cocok dengan rentang itu.",
    },
    {
        "id": "K522",
        "part": "bukti",
        "answer": lambda facts: "sia-sia",
        "message": "Rentangnya juga memuat pengaruh yang besar. Apakah ketiadaan bukti sama dengan bukti ketiadaan?",
    },
    {
        "id": "K523",
        "part": "semu",
        "answer": lambda facts: facts["jarak"] * facts["keandalan"],
        "message": "Bagian itu mutu yang menetap. Soal menanyakan bagian yang tidak berulang.",
    },
    {
        "id": "K524",
        "part": "semu",
        "answer": lambda facts: 0,
        "message": "Nilai terendah dipilih pada tahun yang sial. Apakah kesialan yang sama berulang?",
    },
    {
        "id": "K525",
        "part": "semu",
        "answer": lambda facts: facts["jarak"],
        "message": "Bila seluruh jarak hilang, tidak ada beda mutu sama sekali. Apa arti keandalan pada soal?",
    },
    {
        "id": "K526",
        "part": "teratas",
        "answer": lambda facts: "naik",
        "message": "Mereka dipilih pada tahun terbaiknya. Apakah keberuntungan itu berulang?",
    },
    {
        "id": "K524",
        "part": "teratas",
        "answer": lambda facts: "tetap",
        "message": "Mutunya sama, tetapi pilihan Anda jatuh pada tahun yang beruntung. Apa yang terjadi berikutnya?",
    },
    {
        "id": "K527",
        "part": "rancangan",
        "answer": lambda facts: "sukarela",
        "message": "Sekolah yang mendaftar lebih dahulu berbeda semangatnya. Pengaruh mana yang lalu Anda ukur?",
    },
    {
        "id": "K528",
        "part": "rancangan",
        "answer": lambda facts: "terburuk",
        "message": "Kedua kelompok sudah berbeda sejak awal. Siapa yang akan naik karena kebetulan?",
    },
    {
        "id": "K607",
        "part": "rancangan",
        "answer": lambda facts: "semua",
        "message": "Tanpa sekolah yang menunggu, kenaikan karena kebetulan ikut terhitung. Siapa pembandingnya?",
    },
]
