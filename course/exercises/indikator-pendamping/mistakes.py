"""Known wrong answers: better service taken for gaming, a companion from the same record."""

MISTAKES = [
    {
        "id": "K833",
        "part": "gerak",
        "answer": lambda facts: "lembur",
        "message": "Itu benar-benar mempercepat pelayanan. Carilah yang hanya mengubah hitungannya.",
    },
    {
        "id": "K834",
        "part": "sifat",
        "when": lambda facts, answer: "sama-sumber" in answer,
        "message": "Catatan yang sama dapat dipermainkan bersama-sama. Dari mana lagi kejadiannya terlihat?",
    },
    {
        "id": "K835",
        "part": "sifat",
        "when": lambda facts, answer: "berbobot" in answer,
        "message": "Pendamping yang menentukan nilai akan dipermainkan juga. Apa gunanya ia tetap ringan?",
    },
    {
        "id": "K401",
        "part": "kartu",
        "when": lambda facts, answer: (
            "dikembalikan" in str(answer.get("name", "")).lower()
            and str(answer.get("polarity", "maximize")).startswith(("maximize", "semakin tinggi"))
        ),
        "message": "Bila berkas yang dikembalikan bertambah, apakah warga senang? Periksa polaritasnya.",
    },
    {
        "id": "K836",
        "part": "periksa",
        "answer": lambda facts: 100 * facts["lengkap"] / facts["dikembalikan"],
        "message": "Sebagian besar berkas itu tidak diperiksa. Dari berapa berkas temuan Anda berasal?",
    },
]
