# Everything a person does with the project. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export HOST PORT
export PYTHONPATH := site

.PHONY: help run test check journeys messages compile promises demo measure install

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
