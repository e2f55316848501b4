# What can be made: a demonstration, the tests, the checks, the measurements.
PYTHON ?= python3
BIN := .venv/bin
# Tests run in a process for each processor, four at most; a file stays in one of them.
WORKERS := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder --max-worker-restart 0
# A mirror that fails for a moment, or another apt-get at work, is no reason to give up.
APT := apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120

.PHONY: demo test coverage test-packages lint bench register expected ontology-docs clean

demo: .venv/ready ## Answer a question with its sources and draw the landscape
	@$(BIN)/kg build
	@echo; echo "Who funds which project, through which call, led by whom?"; echo
	@$(BIN)/kg query projects-by-fund -f table
	@echo
	@$(BIN)/kg view landscape -o landscape.html >/dev/null
	@echo "The picture of the landscape: $(CURDIR)/landscape.html (open it in a browser)"
	@echo "Next: $(BIN)/kg show pactesur, $(BIN)/kg queries, $(BIN)/kg --help"

test: .venv/ready ## Run all tests
	$(BIN)/pytest $(WORKERS)

coverage: .venv/ready ## Run all tests and show which lines of kg none of them reaches
	$(BIN)/pytest $(WORKERS) --cov

test-packages: ## Install the Debian packages that some tests need (as root or with sudo)
	@missing=; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	command -v virtuoso-t >/dev/null || missing="$$missing virtuoso-opensource"; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	[ -z "$$missing" ] || { $$sudo $(APT) update && $$sudo env DEBIAN_FRONTEND=noninteractive $(APT) install -y --no-install-recommends $$missing; }

lint: .venv/ready ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready ## Measure what is promised, each beside a peer
	$(BIN)/python tests/bench/run.py
	$(BIN)/python -m tests.bench.queries

register: .venv/ready ## Add new IRIs to docs/iri-register.txt, and count the data set anew
	$(BIN)/python tests/register.py --data
	$(BIN)/python tests/counts.py

expected: .venv/ready ## Write the answers to the catalogue's questions anew; git diff shows what changed
	$(BIN)/python -m tests.competency
	$(BIN)/kg queries -f md -o queries/README.md

ontology-docs: .venv/docs/ready ## Make docs/ontology/index.html
	.venv/docs/bin/python docs/ontology/make.py

evaluate: .venv/ready ## Measure kg check on labelled proposals (KG_MODEL=DIR: with that model too; SET=disguised: on another set)
	$(BIN)/python -m tests.evaluation.evaluate $(if $(SET),--set $(SET)) $(if $(JUDGEMENTS),--judgements) $(if $(PROPOSALS),--proposals $(PROPOSALS))

clean: ## Remove the environment and what it built
	rm -rf .venv landscape.html

.venv/ready: pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is not complete here; installing the Debian package python3-venv" >&2; \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; $$sudo $(APT) update && $$sudo $(APT) install -y python3-venv; }
	@echo "Setting up .venv (about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[dev]'
	@touch $@

.venv/docs/ready: docs/ontology/requirements.txt | .venv/ready
	@$(PYTHON) -m venv .venv/docs
	@.venv/docs/bin/pip install --quiet --disable-pip-version-check -r docs/ontology/requirements.txt
	@touch $@
