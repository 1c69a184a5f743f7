# One word each: make demo | run | check | test | thorough | attacks | faults | scaling | oracles | bench | audit | messages | …
PYTHON ?= python3
PEERS_FOLDER := tests/bench/peers
ORACLES := tests/oracles
IN_VENV := .venv/bin/python
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes
LOCK += --no-emit-index-url --no-annotate --no-header --quiet
.PHONY: release deb install-test demo run check test thorough attacks faults scaling oracles bench audit messages fonts pictures lock clean libraries tools

demo: libraries  ## The whole product with sample data, on http://127.0.0.1:8000/ (PORT changes it)
	@$(IN_VENV) -m config.demo

run: tools  ## Django's development server on the same data, with DEBUG on
	@DEBUG=1 $(IN_VENV) manage.py migrate --verbosity 0
	@DEBUG=1 $(IN_VENV) manage.py runserver 127.0.0.1:$${PORT:-8000}

check: tools  ## Everything that can be said about the code without running it
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m config.messages
	$(IN_VENV) -m mypy
	.venv/bin/lint-imports
	$(IN_VENV) manage.py makemigrations --check --dry-run
	$(IN_VENV) -m djlint --quiet --lint templates
	$(IN_VENV) -m config.messages --check

test: tools  ## All tests, on all cores; ARGS are pytest's: make test ARGS="-n 0 -k track"
	$(IN_VENV) -m pytest -n logical --dist worksteal $(ARGS)

thorough: tools  ## The same with every combination of what `make test` takes by turns (tests/thorough.py)
	REQUIRE_SERVERS=1 THOROUGH=1 $(IN_VENV) -m pytest -n logical --dist worksteal $(ARGS)

attacks: tools  ## What one person could do to everybody, in full; `make test` runs the short form (tests/attacks)
	REQUIRE_SERVERS=1 ATTACKS=long $(IN_VENV) -m pytest tests/attacks -p no:randomly -s $(ARGS)

faults: tools  ## What the outbox promises, with workers, brokers and databases that die (needs redis-server)
	REQUIRE_SERVERS=1 $(IN_VENV) -m pytest tests/faults -m faults -p no:randomly -s $(ARGS)

scaling: tools  ## What docs/scaling.md says (needs redis-server, pgbouncer, haproxy, PostgreSQL's programs)
	REQUIRE_SERVERS=1 $(IN_VENV) -m pytest tests/scaling -m scaling -p no:randomly -s $(ARGS)

oracles: tools  ## Hold maps and plans of CASES cases against pm4py, the OMG's schema and bpmn-moddle (needs npm)
	$(IN_VENV) -m tests.oracles

bench: tools  ## Measure every page and job at SIZES, write docs/bench/ (needs wrk, redis-server); PEERS=1 adds a peer
	$(IN_VENV) -m tests.bench

release:  ## Pack the committed source for `deploy/install` and `raprueang upgrade`, with its checksum, into dist/
	@$(PYTHON) -m deploy.package release

deb:  ## The same as a Debian package (needs dpkg-deb)
	@$(PYTHON) -m deploy.package deb

install-test: tools  ## Install, file, reboot, upgrade, go back, restore on an empty Debian that boots (root, debootstrap)
	$(IN_VENV) -m tests.install $(ARGS)

audit: tools  ## Known weaknesses of the libraries in requirements.txt; says so where the database cannot be reached
	@$(IN_VENV) -m config.audit

messages: tools  ## Collect the words to translate (needs gettext), then compile
	$(IN_VENV) -m config.messages --collect

fonts: tools  ## Make the web font anew from the fonts for the papers
	$(IN_VENV) -m config.web_font

pictures: tools  ## Take the pictures of docs/design.md and, of a running `make demo` (PORT), of the manuals
	$(IN_VENV) -m tests.screenshots $(ARGS)

lock:  ## Write the lock files anew from pyproject.toml, keeping versions that still fit (needs uv)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra demo --output-file requirements-demo.txt
	$(LOCK) --extra demo --extra dev --output-file requirements-dev.txt
	$(subst pyproject.toml,$(PEERS_FOLDER)/requirements.in,$(LOCK)) --output-file $(PEERS_FOLDER)/requirements.txt
	$(subst pyproject.toml,$(ORACLES)/requirements.in,$(LOCK)) --output-file $(ORACLES)/requirements.txt
	cd $(ORACLES) && npm install --package-lock-only --omit-lockfile-registry-resolved --silent

clean:  ## Remove the environment and what tools left; var/ with its data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find cases config notifications workflows tests -name __pycache__ -prune -exec rm -rf {} +

libraries:
	@$(PYTHON) -I config/install.py requirements-demo.txt

tools:
	@$(PYTHON) -I config/install.py requirements-dev.txt
