"""Faults of running a class, told in three parts (tree: all below ``LabIkuError``)."""

from __future__ import annotations

from kpi_sim.errors import LabIkuError


class WorkshopError(LabIkuError):
    """A fault of starting or running a class."""


class FolderNotWritableError(WorkshopError):
    """The class folder cannot be created or written."""

    what = "Folder kelas tidak dapat ditulisi ({reason})."
    where = "Tempat: {folder}."
    fix = (
        "Beri izin tulis pada folder itu, atau pilih folder lain: iku workshop --data FOLDER. "
        "Data yang sudah ada tidak berubah."
    )


class DiskFullError(WorkshopError):
    """The disk has too little room for a class."""

    what = "Ruang penyimpanan hampir habis, sisa {free}."
    where = "Tempat: {folder}."
    fix = (
        "Kosongkan ruang paling sedikit {need}, lalu coba lagi. Jawaban yang sudah diterima tetap tersimpan."
    )


class NotAClassFolderError(WorkshopError):
    """The folder holds no class (or a damaged one)."""

    what = "Folder itu bukan folder kelas Lab IKU."
    where = "Tempat: {folder}."
    fix = "Sebutkan folder kelas, biasanya bernama kelas: iku recap --class kelas --out rekap.xlsx."


class ClassRunningError(WorkshopError):
    """Another process is running this very class."""

    what = "Kelas ini sedang berjalan di proses lain (nomor {pid})."
    where = "Tempat: {folder}."
    fix = "Pakai yang sudah berjalan, hentikan dahulu dengan Ctrl-C di terminalnya, atau pilih --data lain."


class NotACourseFolderError(WorkshopError):
    """The folder holds neither a class nor an nbgrader course."""

    what = "Folder itu bukan folder kelas Lab IKU dan bukan folder kursus nbgrader."
    where = "Tempat: {folder}."
    fix = "Sebutkan folder kelas dengan --class, biasanya bernama kelas, atau folder yang berisi source dan submitted."


class DamagedClassError(WorkshopError):
    """The class database cannot be read."""

    what = "Data kelas tidak dapat dibaca ({reason})."
    where = "Tempat: {file}."
    fix = "Jangan hapus berkas itu. Pulihkan dari cadangan, atau mulai kelas baru dengan --data lain."


class PortInUseError(WorkshopError):
    """Something else listens on the port."""

    what = "Port {port} sedang dipakai program lain."
    where = "Alamat {host}:{port} di komputer ini."
    fix = "Tutup program itu, atau pilih port lain dengan --port {other}."


class PortNotAllowedError(WorkshopError):
    """The system refuses the port."""

    what = "Sistem tidak mengizinkan port {port} ({reason})."
    where = "Alamat {host}:{port} di komputer ini."
    fix = "Pilih port di atas 1024, misalnya --port {other}."


class NotReadyError(WorkshopError):
    """A part of the class did not start."""

    what = "{part} belum siap setelah {seconds} detik."
    where = "Catatan: {log}."
    fix = "Jalankan iku doctor untuk mencari sebabnya, lalu coba lagi. Data kelas tidak berubah."


class UploadError(WorkshopError):
    """An uploaded file is not a notebook of this exercise."""

    what = 'Berkas "{name}" tidak dapat diterima: {reason}.'
    where = "Unggahan notebook, latihan {exercise}."
    fix = "{advice} Jawaban yang sudah terkirim tidak berubah."


class FormatError(WorkshopError):
    """The recap cannot be written in that format."""

    what = 'Rekap tidak dapat ditulis ke berkas berakhiran "{suffix}".'
    where = "Pilihan --out."
    fix = "Pakai akhiran .xlsx, .pdf, atau .csv."


class TogetherFormatError(WorkshopError):
    """Several classes, and classes in backups, are written as a workbook only."""

    what = 'Rekap gabungan, atau dari cadangan, tidak dapat ditulis ke berkas berakhiran "{suffix}".'
    where = "Pilihan --out."
    fix = "Pakai akhiran .xlsx. Untuk .pdf dan .csv, sebutkan satu folder kelas saja."


class SameClassError(WorkshopError):
    """A class would count twice in a roll-up."""

    what = "Kelas {name} disebut dua kali."
    where = "Yang kedua: {place}."
    fix = "Sebutkan tiap kelas satu kali: foldernya, atau cadangannya yang terbaru."


class ArchiveError(WorkshopError):
    """A file is not a backup of a class."""

    what = 'Cadangan "{file}" tidak dapat dipulihkan: {reason}.'
    fix = "Pilih berkas yang dibuat dengan iku backup. Tidak ada data yang berubah."


class FolderInUseError(WorkshopError):
    """Restoring would overwrite something."""

    what = "Folder tujuan sudah berisi sesuatu, jadi cadangan tidak dipulihkan ke sana."
    where = "Tempat: {folder}."
    fix = "Pilih folder baru dengan --data. Isi folder itu tidak berubah."


class UnknownParticipantError(WorkshopError):
    """Nobody (or more than one person) in the class has this id, code or name."""

    what = 'Peserta "{asked}" {found} di kelas ini.'
    where = "Tempat: {folder}."
    fix = "Sebutkan ID (p-…), kode pribadi, atau nama lengkapnya; ID tampil di rekap. Tidak ada data yang berubah."


class RosterError(WorkshopError):
    """A list of those expected cannot be read."""

    what = 'Daftar peserta "{file}" tidak dapat dibaca.'
    where = "Meja fasilitator, unggahan daftar peserta."
    fix = "Simpan sebagai .xlsx atau .csv dengan kolom Nama dan Unit kerja, lalu unggah lagi. Daftar lama tetap."


class LessonNotReadyError(WorkshopError):
    """A lesson cannot be shown because one of its cells failed."""

    what = 'Pelajaran "{title}" belum dapat ditampilkan.'
    where = "Kelas saya, bagian Pelajaran."
    fix = "Lanjutkan dengan pelajaran lain, dan beri tahu fasilitator. Pelajaran lain tidak terpengaruh."


class DemoFolderError(WorkshopError):
    """The demo writes a class of its own and never into a folder with something in it."""

    what = "Folder hasil demo sudah berisi sesuatu."
    where = "Tempat: {folder}."
    fix = "Pilih folder baru dengan --out, atau jalankan tanpa --out. Isi folder itu tidak berubah."


class BrowserMissingError(WorkshopError):
    """The room cannot be played because there is no browser, or nothing that steers it."""

    what = "{missing}, jadi ruang kelas tidak dapat dimainkan."
    where = "Perintah iku demo --room."
    fix = "{advice} Demo tanpa peramban tetap jalan: iku demo."


class RoomFaultError(WorkshopError):
    """Something in the played room was not as it should be."""

    what = "{count} hal tidak beres saat ruang kelas dimainkan. Yang pertama: {first}"
    where = "Laporan bergambar: {report}."
    fix = "Buka laporan itu; catatan kelas ada di folder catatan di sebelahnya. Jalankan iku doctor, lalu coba lagi."


class BundleError(WorkshopError):
    """The archive for machines without internet cannot be put together."""

    what = "Bundel luring tidak dapat disusun: {reason}."
    where = "Bagian: {part}."
    fix = "Jalankan make offline-bundle di klon Lab IKU yang utuh dengan internet menyala, lalu coba lagi."
