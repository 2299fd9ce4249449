# Two commands do all: `make workshop` starts a class, `make test` proves the project. Both set up .venv first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.siap
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help setup workshop demo offline-bundle test lint format bench clean

help: ## daftar perintah
	@echo "Lab IKU"
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | while IFS='|' read -r a b; do printf '%-22s %s\n' "$$a" "$$b"; done

setup: $(READY) ## menyiapkan .venv sekali dari requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Lab IKU memerlukan Python 3.11 atau lebih baru beserta modul venv."; \
	  echo "Di Debian atau Ubuntu: sudo apt install python3 python3-venv. Lalu ulangi perintah ini."; exit 2; }
	@echo "[1/3] Membuat lingkungan Python di $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "[2/3] Memasang paket dari requirements.lock (satu kali, sekitar 1-3 menit) ..."
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements.lock 2>$(VENV)/pemasangan.log \
	  || { tail -n 5 $(VENV)/pemasangan.log; echo "Pemasangan berhenti. Periksa sambungan internet, lalu ulangi perintah ini. Catatan: $(VENV)/pemasangan.log"; exit 1; }
	@echo "[3/3] Memasang Lab IKU ..."
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation -e . 2>>$(VENV)/pemasangan.log \
	  || { tail -n 5 $(VENV)/pemasangan.log; exit 1; }
	@touch $@
	@command -v bwrap >/dev/null || echo "Catatan: bubblewrap belum terpasang, jadi JupyterLab peserta belum tersedia. Pasang dengan: sudo apt install bubblewrap"
	@echo "Siap."

workshop: $(READY) ## memulai kelas (ARGS="--port 8000 --no-browser")
	@$(BIN)/iku workshop $(ARGS)

demo: $(READY) ## satu kelas lengkap tanpa peserta sungguhan
	@$(BIN)/iku demo $(ARGS)

offline-bundle: $(READY) ## paket lengkap untuk komputer tanpa internet (dist/)
	@$(BIN)/python -m workshop.offline $(ARGS)

test: $(READY) ## semua uji, dua sekaligus (ARGS menyaring, misalnya ARGS="tests/grading -k sandbox")
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(READY) ## gaya dan tipe
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: $(READY)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: $(READY) ## pembanding kecepatan, hasil JSON
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean: ## menghapus .venv dan berkas sementara (data kelas tidak disentuh)
	@rm -rf $(VENV) build dist .cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
