# Everything runs from .venv, which the first target makes from requirements.lock.
# `make PYTHON=/path/to/python3` says which Python (3.11 or newer) it is made with.

PYTHON ?=
STAMP := .venv/set-up.done
RUN := .venv/bin

.PHONY: help nightly test ui bench lock clean

help:
	@echo 'make nightly   the nightly close on samples/ into warehouse/'
	@echo 'make test      what CI runs: lint, types, import direction, tests'
	@echo 'make ui        the Dagster UI and daemon on http://127.0.0.1:3000'
	@echo 'make bench     the benchmark report'
	@echo 'make lock      requirements.lock from pyproject.toml (UPGRADE=1: the newest versions)'
	@echo 'make clean     removes .venv and caches; warehouse/ stays'

# Always the samples: what the shell says about landing, warehouse and settings does not count here.
nightly: $(STAMP)
	@env -u CLOSEOUT_LANDING -u CLOSEOUT_WAREHOUSE -u CLOSEOUT_SETTINGS \
		$(RUN)/closeout run --landing samples --warehouse warehouse --not-before "$$(cat samples/AS_OF)"

test: $(STAMP)
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy
	$(RUN)/lint-imports --no-logo
	$(RUN)/pytest

ui: $(STAMP)
	@$(RUN)/python -m assets.ui

bench: $(STAMP)
	@$(RUN)/python -m benchmarks.report

lock:
	@PYTHON='$(PYTHON)' UPGRADE='$(UPGRADE)' .ci/lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): requirements.lock pyproject.toml .ci/set-up .ci/find-python
	@.ci/set-up $(STAMP) $(PYTHON)

# A clone that was copied or moved, or whose Python has gone, is set up again.
ifneq ($(shell test -x .venv/bin/python && cat $(STAMP) 2>/dev/null),$(shell pwd -P))
.PHONY: $(STAMP)
endif
