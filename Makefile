# Everything is kept in .venv; the quipu command is .venv/bin/quipu.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export QUIPU_DATA_DIR ?= var

.PHONY: help install demo serve test check bench setup-browser lock docs messages clean

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

.venv/bootstrap: requirements/bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit("Quipu needs Python 3.11 or later; set PYTHON=") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@touch $@

.venv/runtime: requirements/runtime.lock pyproject.toml .venv/bootstrap
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/development: requirements/development.lock .venv/runtime
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/development.lock
	@touch $@

.venv/messages: .venv/runtime $(wildcard src/quipu/web/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m quipu.web.catalogues compile
	@touch $@

install: .venv/messages ## Install what Quipu needs into .venv

demo: install ## Import both example institutions, evaluate them and make their reports under out/
	$(BIN)/quipu demo --output out

serve: install ## Open the browser face on http://localhost:8000, with the example institutions
	$(BIN)/quipu init
	$(BIN)/quipu demo --if-empty --people --output out
	$(BIN)/quipu serve

test: .venv/development .venv/messages ## Run every test, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --postgresql tests/apps tests/cli tests/web -m "not browser and not office"

setup-browser: ## Install the programs that browser and office tests need (Debian: Chromium, LibreOffice; needs root)
	apt-get update
	DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils

check: .venv/development .venv/messages ## Check floors, types, style, migrations and translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy --strict src/quipu/errors.py src/quipu/documents src/quipu/method src/quipu/engine src/quipu/language src/quipu/reports src/quipu/simulation src/quipu/workbook
	$(BIN)/python -m django makemigrations --check --dry-run --settings quipu.web.settings
	$(BIN)/python -m quipu.web.catalogues check
	$(BIN)/python -m quipu.cli.documenting --check

bench: .venv/development .venv/messages ## Measure evaluation, reports, imports and pages, side by side
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks --only register --postgresql

lock: .venv/bootstrap ## Renew the hash-pinned locks from pyproject.toml
	$(BIN)/uv pip compile --quiet --no-header --universal --generate-hashes --python-version 3.11 --no-emit-index-url --extra development pyproject.toml -o requirements/development.lock
	$(BIN)/uv pip compile --quiet --no-header --universal --generate-hashes --python-version 3.11 --no-emit-index-url -c requirements/development.lock pyproject.toml -o requirements/runtime.lock
	$(BIN)/uv pip compile --quiet --no-header --universal --generate-hashes --python-version 3.11 --no-emit-index-url requirements/bootstrap.in -o requirements/bootstrap.lock

docs: .venv/development ## Write the reference pages from the code
	$(BIN)/python -m quipu.cli.documenting

messages: .venv/development ## Bring the translation catalogue up to date with the code
	$(BIN)/python -m quipu.web.catalogues update

clean: ## Remove what make made, except the database in var/
	rm -rf .venv out .mypy_cache .ruff_cache .pytest_cache
