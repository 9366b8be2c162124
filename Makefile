# The road of a developer: make install, make demo, make test. CI calls the same targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install assets demo test check bench browser cost crash differencing equal funnel fuzz links load order pages pairs pooled schemathesis screenshots spectral volume lock reference explanations clean

install: $(VENV)/.installed api/static/ketenboek.css tests/browser/axe.min.js

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ketenboek needs Python 3.11 or newer; give one with: make PYTHON=python3.12 install")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The style, the script and the font of the pages. Without them the pages work, and are bare.
api/static/ketenboek.css: $(wildcard api/pages/assets/*) | $(VENV)/.installed
	$(BIN)/python -m api.pages.build || echo "The pages stay bare until this works: make assets"

# What the tests hold the pages against, which is served to nobody.
tests/browser/axe.min.js: tests/browser/package-lock.json | $(VENV)/.installed
	$(BIN)/python -m tests.browser.axe || echo "No page is walked until this works: make assets"

assets: $(VENV)/.installed
	$(BIN)/python -m api.pages.build
	$(BIN)/python -m tests.browser.axe

demo: install
	$(BIN)/ketenboek demo

# A file of tests at a time on each of two processes, each with a database server of its own; the longest begin.
test: install
	$(BIN)/python -m pytest tests -n 2 --dist loadfile --no-loadscope-reorder

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest tests/house

bench: install
	$(BIN)/python -m tests.campaigns.bench

# Every role in both languages through every page; `make test` lets a few readers walk.
browser: install
	KETENBOEK_BROWSER=whole $(BIN)/python -m pytest tests/browser

cost: install
	$(BIN)/python -m tests.campaigns.cost

crash: install
	$(BIN)/python -m tests.campaigns.crash

differencing: install
	$(BIN)/python -m tests.campaigns.differencing

equal: install
	$(BIN)/python -m tests.campaigns.equal

funnel: install
	$(BIN)/python -m tests.campaigns.funnel

fuzz: install
	$(BIN)/python -m tests.campaigns.fuzz

links: install
	$(BIN)/python -m tests.campaigns.links $(DATA)

load: install
	$(BIN)/python -m tests.campaigns.load

order: install
	$(BIN)/python -m tests.campaigns.order
	$(BIN)/python -m tests.campaigns.random_histories

pages: install
	$(BIN)/python -m tests.campaigns.pages

pairs: install
	$(BIN)/python -m tests.campaigns.pairs

pooled: install
	$(BIN)/python -m tests.campaigns.pooled

schemathesis: install
	$(BIN)/python -m tests.campaigns.described

screenshots: install
	$(BIN)/python -m tests.browser.screenshots

spectral: install
	$(BIN)/python -m tests.api.linting
	$(BIN)/python -m pytest tests/api/test_design_rules.py

volume: install
	$(BIN)/python -m tests.campaigns.volume

reference: install
	$(BIN)/python -m cli.reference

explanations: install
	$(BIN)/python -m tests.cli.explaining

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra dev --custom-compile-command "make lock" pyproject.toml --output-file requirements.txt

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
