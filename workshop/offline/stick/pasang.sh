#!/bin/sh
# Memasang Lab IKU tanpa internet: sh pasang.sh [FOLDER]
# Hanya paket di folder wheels yang dipakai, dan setiap paket dicocokkan dengan sidik (hash) di requirements.lock.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$HOME/lab-iku"}
PYTHON=${PYTHON:-python3}

stop() {
  echo "$1" >&2
  exit 1
}

needed=$(cat "$here/python.txt")
have=$("$PYTHON" -c 'import platform, sys; print(f"{sys.version_info[0]}.{sys.version_info[1]} {platform.machine()}")' 2>/dev/null) \
  || stop "Python tidak ditemukan. Pasang dahulu Python ${needed% *} dari media pemasangan sistem operasi, lalu ulangi."
[ "$have" = "$needed" ] \
  || stop "Bundel ini untuk Python $needed, sedangkan komputer ini memakai Python $have. Buat bundel di komputer yang sama jenisnya: make offline-bundle."
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null \
  || stop "Modul venv belum ada. Di Debian atau Ubuntu pasang paket python3-venv dari media pemasangan, lalu ulangi."
[ ! -e "$target" ] || stop "Folder $target sudah ada dan tidak diubah. Sebutkan folder lain: sh pasang.sh FOLDER"

echo "[1/3] Menyalin Lab IKU ke $target ..."
mkdir -p "$(dirname "$target")"
cp -R "$here/lab-iku" "$target"
cd "$target"
echo "[2/3] Memasang paket dari flashdisk ..."
"$PYTHON" -m venv .venv
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
pip install --no-index --find-links "$here/wheels" --require-hashes -r requirements.lock \
  || stop "Sebuah paket rusak atau kurang. Salin ulang bundel ke flashdisk, hapus folder $target, lalu ulangi."
echo "[3/3] Memasang Lab IKU ..."
pip install --no-index --no-deps --no-build-isolation -e .
touch .venv/.siap
command -v bwrap >/dev/null || echo "Catatan: bubblewrap belum terpasang, jadi JupyterLab peserta tidak dapat dibuka."
echo "Siap. Mulai kelas: cd $target && .venv/bin/iku workshop"
