# Everything a fresh machine with Python 3.11 and make needs: `make demo`, `make test`, `make check`.
PYTHON ?= python3
BIN := .venv/bin
ready := .venv/.ready
linter := .ci/node_modules/.package-lock.json

.PHONY: install browser demo test soak lint wheel check audit hooks bench bench-grouping scripts lock

install: $(ready)

$(ready): requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(ready)

browser: install
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.nginx

demo: install
	$(BIN)/workshop demo

# With the coverage of all processes that the tests start; pytest's closing line comes last.
# Two workers: most tests wait for browsers and servers; the tests of one file stay together.
test: browser
	$(BIN)/python -m pytest -q --cov -n 2 --dist loadfile

# The long forms: every text in every field, every language. A test of them may take ten minutes.
soak: browser
	$(BIN)/python -m pytest -q -m soak --timeout 600

lint: install $(linter)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/node .ci/node_modules/@biomejs/biome/bin/biome lint --config-path=.ci/javascript-and-css.jsonc --error-on-warnings workshop tests

# Node comes from PyPI; npm checks the linter against the hashes in its lock and runs no script of it.
$(linter): $(ready) .ci/package-lock.json
	$(BIN)/npm ci --prefix .ci --silent --ignore-scripts --no-audit --no-fund
	touch $@

# Builds the wheel as the container image does, tries it in a clean environment, leaves it in dist/.
wheel: install
	$(BIN)/python -m tests.release.wheel

# What CI runs; pytest's closing line is the last.
check:
	$(MAKE) --no-print-directory lint
	$(MAKE) --no-print-directory wheel
	$(MAKE) --no-print-directory test

# Needs the package index's advisories; --strict fails when they cannot be had, and without it nothing said would count.
audit: install
	$(BIN)/uvx pip-audit --strict --disable-pip --requirement requirements.lock

hooks: install
	$(BIN)/pre-commit install

bench: install
	$(BIN)/python -m tests.load.bench

# With one thread for numpy, as in the grouping's own process.
bench-grouping: install
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.load.bench_grouping

# After a change to a script of the phone pages: what is sent is kept beside it, with short names.
scripts: install
	$(BIN)/python -m workshop.phone.shorten

# The locks name no download address; hashes bind every file.
lock: install
	$(BIN)/uv pip compile --quiet --generate-hashes --no-strip-extras --no-annotate --no-header --no-emit-index-url --universal \
	  --python-version 3.11 pyproject.toml --extra model -o requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-strip-extras --no-annotate --no-header --no-emit-index-url --universal \
	  --python-version 3.11 pyproject.toml --all-extras --group test --group lint --group build \
	  -o requirements-dev.lock
	echo hatchling | $(BIN)/uv pip compile --quiet --generate-hashes --no-strip-extras --no-annotate --no-header --no-emit-index-url --universal \
	  --python-version 3.11 --constraints requirements-dev.lock - -o requirements-build.lock
