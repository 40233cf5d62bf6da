# Everything a person does with the project. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export HOST PORT
export PYTHONPATH := site

.PHONY: help run test check gates journeys services faults bench benchtest messages compile promises demo measure install settings-doc lock startup

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.installed: requirements.txt
	@bash deploy/install.sh requirements.txt $@

$(VENV)/.installed-tests: tests/requirements.txt $(VENV)/.installed
	@bash deploy/install.sh tests/requirements.txt $@

install: $(VENV)/.installed-tests ## install what development and tests need

messages: ## extract every text that a person sees into locale/ (needs GNU gettext)
	@$(BIN)/python manage.py makemessages --settings portal.settings.dev -l ar -l en --no-location --no-wrap -i var -i .venv -i tests -v 0

compile: $(VENV)/.installed
	@$(BIN)/pybabel -q compile -d locale -D django 2>&1 | grep -v '^compiling' || true

run: $(VENV)/.installed ## start the whole portal on this machine: http://HOST:PORT (DEMO=0: empty; Ctrl-C ends it)
	@exec $(BIN)/python -m portal.run

demo: $(VENV)/.installed ## build or top up the demo world of a running portal
	@DJANGO_SETTINGS_MODULE=portal.settings.dev $(BIN)/python manage.py demo

test: $(VENV)/.installed-tests compile ## run the default suite on a PostgreSQL of its own; no network, no services
	@$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder -p tests.files_in_order -q -m "not journey and not services and not gates and not startup and not faults and not bench" --create-db $(ARGS)

journeys: $(VENV)/.installed-tests compile ## walk the journeys in Chromium (CHROMIUM names it)
	@$(BIN)/python -m pytest -n 2 -q -p tests.journeys.sharing -m journey --create-db $(ARGS)

gates: $(VENV)/.installed-tests compile ## break each gate of `make check` on purpose, in a copy, and see it close
	@$(BIN)/pytest -q -p no:randomly -m gates $(ARGS)

services: $(VENV)/.installed-tests compile ## run the tests that need real servers; each is skipped where its address is not set
	@$(BIN)/pytest -q -m services --create-db $(ARGS)

faults: $(VENV)/.installed-tests compile ## kill parts of a running portal and count what was lost (F=8: one row; CELERY_BROKER_URL: with a broker)
	@$(BIN)/pytest -q -s -m faults $(if $(F),-k test_f$(F)_) $(ARGS)

benchtest: $(VENV)/.installed-tests compile ## run one small round of every measure: that it runs, not how fast
	@$(BIN)/pytest -q -m bench $(ARGS)

bench: $(VENV)/.installed-tests compile ## measure against references; writes docs/performance.md (ONLY=home, ROUNDS=1: a look)
	@PYTHONPATH=site:. $(BIN)/python -m bench

promises: $(VENV)/.installed-tests ## print each promise, its tests and their last result
	@$(BIN)/python tests/house/promises.py

check: $(VENV)/.installed-tests ## all gates: style, types, contracts, migrations, translations, templates, settings, promises
	@bash deploy/check.sh

measure: $(VENV)/.installed ## answer a judged query set: make measure SET=DIR OUT=FILE
	@DJANGO_SETTINGS_MODULE=portal.settings.dev $(BIN)/python -m portal.measuring --set "$(abspath $(SET))" --out "$(abspath $(OUT))"

settings-doc: ## write docs/settings.md from the code
	@$(BIN)/python docs/make_settings.py

lock: ## pin every version of pyproject.toml anew, with hashes (needs uv)
	@uv pip compile -q pyproject.toml --generate-hashes --python-version 3.11 --custom-compile-command "make lock" -o requirements.txt
	@uv pip compile -q pyproject.toml --group dev --generate-hashes --python-version 3.11 --custom-compile-command "make lock" -c requirements.txt -o tests/requirements.txt

startup: $(VENV)/.installed-tests compile ## start the whole portal twice, sign in, stop it, and see that nothing is left running
	@$(BIN)/pytest -q -p no:randomly -m startup $(ARGS)
