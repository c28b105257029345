# `make` lists what can be done. Everything sets itself up: all it needs is Python 3.11 or newer.

PYTHON ?= python3

BIN := .venv/bin
SCRIPTS := generator/factsheet/theme/scripts
CORE := $(addprefix tests/,model diagnostics evidence parsing analysis checks repo/test_architecture.py repo/test_english.py)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Only what the lock has a hash of: to build from source would fetch build tools that no lock names.
LOCKED := --require-hashes --only-binary :all: --requirement

# Both print a banner about MkDocs 2; it is known here, and pyproject.toml keeps version 2 out.
export NO_MKDOCS_2_WARNING = 1
export DISABLE_MKDOCS_2_WARNING = true

.PHONY: help site serve check quick test proofs bench lint scripts fmt docs lock sbom clean

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

site: .venv/.ready ## build the site into site/
	@$(BIN)/factsheet build
	@echo "built: open $(CURDIR)/site/index.html, or run 'make serve' to see it as readers will"

serve: .venv/.ready ## preview the site; a saved change shows at once
	@$(BIN)/factsheet serve

check: .venv/.ready ## check the facts, without building
	@$(BIN)/factsheet check

quick: .venv/.ready-dev lint ## format, lint, types and the core's tests, in half a minute
	$(BIN)/pytest -q -n auto $(CORE)

test: .venv/.ready-dev lint scripts ## the above with all tests, then the real site: what CI runs
	$(BIN)/factsheet fmt --check
	$(BIN)/pytest -n auto --dist worksteal
	$(BIN)/factsheet build

proofs: .venv/.ready-dev ## all tests with twenty times as many examples: what CI runs each week
	PROOFS=1 $(BIN)/pytest -n auto --dist worksteal

bench: .venv/.ready ## measure builds of 10 and 100 sheets beside plain MkDocs, in some minutes
	@$(BIN)/python -m bench.run

lint: .venv/.ready-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

# Only these checks need node; the scripts themselves are served as they stand.
NODE := $(shell command -v npm >/dev/null && node -p 'parseInt(process.versions.node) >= 20 ? "here" : ""' 2>/dev/null)

ifeq ($(NODE),here)
scripts: node_modules/.ready ## check the types of the theme's scripts and lint them, where there is node
	node_modules/.bin/tsc
	node_modules/.bin/eslint --max-warnings 0 $(SCRIPTS)
else
scripts:
	@echo "the theme's scripts were not checked: there is no node 20 or newer with npm here"
endif

fmt: .venv/.ready-dev ## format code and facts, and fix what the linter can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/factsheet fmt

docs: .venv/.ready-dev ## write the reference for editors again
	$(BIN)/pytest -q tests/repo/test_docs.py --update

lock: .venv-lock/.ready ## lock the newest allowed versions of all dependencies
	$(LOCK) --group build pyproject.toml --output-file requirements.txt
	cp requirements.txt generator/factsheet/authoring/template/site/
	$(LOCK) --group dev --constraints requirements.txt --output-file requirements-dev.txt
	$(LOCK) --group lock --output-file requirements-lock.txt

sbom: .venv/.ready-dev ## write build/sbom.cdx.json: all packages with licence and hashes, as CycloneDX
	@mkdir -p build
	@$(BIN)/python -m tests.support.sbom > build/sbom.cdx.json

clean: ## remove the environments, the caches and the built site
	rm -rf .venv .venv-lock node_modules .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build *.egg-info
	find site -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
	find bench generator tests -name __pycache__ -prune -exec rm -rf {} +


# Set-up: each step leaves a stamp, so it runs again only when the file it came from has changed.
# A changed lock begins with an empty environment: nothing stays behind that is no longer locked.

define NEW_VENV
@command -v $(PYTHON) >/dev/null || { \
	echo "Python 3.11 or newer is needed, and there is no '$(PYTHON)' here."; \
	echo "Install one, or name the one you have: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Python 3.11 or newer is needed, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
	echo "Name a newer one if you have it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
@$(PYTHON) -m venv --clear $(@D) || { \
	echo "Python could not make $(@D). On Debian and Ubuntu, 'apt install python3-venv' adds what is missing."; \
	exit 1; }
endef

.venv/.locked: requirements.txt
	$(NEW_VENV)
	@echo "installing what is locked in $< (once)"
	@$(PIP) install $(LOCKED) $<
	@touch $@

.venv/.ready: .venv/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-dev: .venv/.locked requirements-dev.txt | .venv/.ready
	@echo "installing what is locked in requirements-dev.txt (once)"
	@$(PIP) install $(LOCKED) requirements-dev.txt
	@touch $@

node_modules/.ready: package-lock.json
	@echo "installing what is locked in $< (once)"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# What is published by a thief is mostly found within days, so nothing younger than a week is taken.
LOCK := .venv-lock/bin/uv --quiet pip compile --universal --generate-hashes --python-version 3.11 --upgrade \
	--exclude-newer '7 days' --custom-compile-command 'make lock'

.venv-lock/.ready: requirements-lock.txt
	$(NEW_VENV)
	@.venv-lock/bin/python -m pip --disable-pip-version-check --quiet install $(LOCKED) $<
	@touch $@
