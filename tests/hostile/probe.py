"""An answer cell that looks for secrets in all that it can reach, its own memory included, and reports.

It runs inside a room as text (``SOURCE``). The needle is never in its memory the right way round: pages are searched
backwards for the needle written backwards. A decoy that it plants itself shows that the search finds what is there.
"""

from __future__ import annotations

from typing import Any

SOURCE = r'''
import ctypes, os, socket

libc = ctypes.CDLL(None, use_errno=True)
BACKWARDS = b"-AISAHAR-ICNUK"          # the secrets of the scene, from the end
DECOY_BACKWARDS = b"-7199-NAPMU"
decoy = ctypes.create_string_buffer(bytes(reversed(DECOY_BACKWARDS)))

PAGE, STEP, REACH = 4096, 1 << 16, 1 << 29
reader, writer = os.pipe()
os.set_blocking(reader, False)


def mapped(start, length):
    seen = (ctypes.c_ubyte * (length // PAGE))()
    return libc.mincore(ctypes.c_void_p(start), ctypes.c_size_t(length), seen) == 0


def content(start, length):
    """Bytes of a range, through a pipe: what may not be read is an error, not a crash."""
    count = libc.write(writer, ctypes.c_void_p(start), ctypes.c_size_t(length))
    return os.read(reader, count) if count > 0 else b""


def pages():
    anchors = [
        id(object()), id(libc), ctypes.cast(libc.read, ctypes.c_void_p).value, ctypes.addressof(decoy),
        ctypes.cast(ctypes.pythonapi.PyList_New, ctypes.c_void_p).value,
    ]
    done = set()
    for anchor in anchors:
        base = anchor // STEP * STEP
        for start in range(max(STEP, base - REACH), base + REACH, STEP):
            if start in done:
                continue
            done.add(start)
            if mapped(start, STEP):
                yield content(start, STEP)
            else:
                for page in range(start, start + STEP, PAGE):
                    if mapped(page, PAGE):
                        yield content(page, PAGE)


found, decoys, read = 0, 0, 0
for chunk in pages():
    read += len(chunk)
    backwards = chunk[::-1]
    found += backwards.count(BACKWARDS)
    decoys += backwards.count(DECOY_BACKWARDS)


def error(action, *arguments):
    try:
        return "ok: " + repr(action(*arguments))[:200]
    except BaseException as fault:
        return type(fault).__name__


def opens(path):
    return open(path, "rb").read(1)


laporan = {
    "dibaca": read,
    "rahasia": found,
    "umpan": decoys,
    "lingkungan": sorted(os.environ),
    "berkas terbuka": [fd for fd in range(3, 64) if fd not in (reader, writer) and error(os.fstat, fd).startswith("ok")],
    "jalur": {path: error(opens, path) for path in JALUR},
    "folder": {path: error(os.listdir, path) for path in FOLDER},
    "jaringan": [error(socket.socket, family) for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX)],
    "program": [error(os.execv, path, [path]) for path in ("/bin/sh", "/usr/bin/env")],
    "cabang": error(os.fork),
    "tanda": [error(os.kill, pid, 0) for pid in (PENILAI, os.getppid(), -1)],
    "pemakai": os.getuid(),
    "hak": error(opens, "/proc/self/status"),
}
'''


def source(hidden: list[str], folders: list[str], grader: int) -> str:
    """The cell, told which files, folders and process to try."""
    return f"JALUR = {hidden!r}\nFOLDER = {folders!r}\nPENILAI = {grader}\n{SOURCE}"


def weaknesses(report: dict[str, Any]) -> list[str]:
    """What the probe found that it must not find, or did not look for."""
    closed = "PermissionError"
    sound = {
        "its own memory is searched": report["dibaca"] > 20_000_000 and report["umpan"] >= 1,
        "no secret in memory": report["rahasia"] == 0,
        "a bare environment": report["lingkungan"] == ["HOME", "LANG", "OPENBLAS_NUM_THREADS", "PATH"],
        "one descriptor": report["berkas terbuka"] == [3],
        "no file opens": not [path for path, told in report["jalur"].items() if told.startswith("ok")],
        "no folder opens": not [path for path, told in report["folder"].items() if told.startswith("ok")],
        "no socket": report["jaringan"] == [closed] * 3,
        "no program": report["program"] == [closed] * 2,
        "no fork": report["cabang"] == closed,
        "no signal": report["tanda"] == [closed] * 3,
        "no /proc": not report["hak"].startswith("ok"),
    }
    return [promise for promise, holds in sound.items() if not holds]
