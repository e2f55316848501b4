# What can be made: a demonstration, the tests, the checks, the measurements.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-packages lint bench register ontology-docs clean

demo: .venv/ready ## Answer a question with its sources and draw the landscape
	@$(BIN)/kg build
	@echo; echo "Who funds which project, through which call, led by whom?"; echo
	@$(BIN)/kg query projects-by-fund -f table
	@echo
	@$(BIN)/kg view landscape -o landscape.html >/dev/null
	@echo "The picture of the landscape: $(CURDIR)/landscape.html (open it in a browser)"
	@echo "Next: $(BIN)/kg show pactesur, $(BIN)/kg queries, $(BIN)/kg --help"

test: .venv/ready ## Run all tests
	$(BIN)/pytest --cov

test-packages: ## Install the Debian packages that some tests need (as root or with sudo)
	@missing=; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	command -v virtuoso-t >/dev/null || missing="$$missing virtuoso-opensource"; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	[ -z "$$missing" ] || { $$sudo apt-get update -q && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $$missing; }

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

ontology-docs: .venv/docs/ready ## Make docs/ontology/index.html
	.venv/docs/bin/python docs/ontology/make.py

evaluate: .venv/ready ## Measure kg check on labelled proposals (KG_MODEL=DIR: with a model too)
	$(BIN)/python -m tests.evaluation.evaluate $(if $(JUDGEMENTS),--judgements) $(if $(PROPOSALS),--proposals $(PROPOSALS))

clean: ## Remove the environment and what it built
	rm -rf .venv landscape.html

.venv/ready: pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is not complete here; installing the Debian package python3-venv" >&2; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -qy python3-venv; \
	  else sudo apt-get update -q && sudo apt-get install -qy python3-venv; fi; }
	@echo "Setting up .venv (about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[dev]'
	@touch $@

.venv/docs/ready: docs/ontology/requirements.txt | .venv/ready
	@$(PYTHON) -m venv .venv/docs
	@.venv/docs/bin/pip install --quiet --disable-pip-version-check -r docs/ontology/requirements.txt
	@touch $@
