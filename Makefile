# Two commands: `make run` starts the portal, `make test` proves it. Both prepare themselves.

HERE := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$name" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$name" && break; done)
VENV_PYTHON := .venv/bin/python

.PHONY: run test a11y audit access pictures bench clock slow load hostile seeded faults hosts backup restore drill base back venv venv-dev lock stop help

help:
	@echo "make run             start the portal (PORT, BIND and SINERGI_HOME are honoured)"
	@echo "make test            run every test (ARGS='tests/regions -x' for some)"
	@echo "make a11y            axe on every page and template in five forms, as a table"
	@echo "make pictures        every page on one contact sheet (PICTURES=folder)"
	@echo "make access          every address, method and reader against docs/permissions.csv, as a table"
	@echo "make audit           our code, licences and packages looked through; SBOM=file keeps the list"
	@echo "make hostile         bad input into every place, walks through both lifecycles, as a table"
	@echo "make seeded          faults put into a copy of the tree, and the tests that see them"
	@echo "make faults          parts killed, frozen, full or away while the portal works, as a table"
	@echo "make bench           every page at 200,000 proposals against the floor, as a table"
	@echo "make hosts           two of each program and a standby; each killed under load, as a table"
	@echo "make drill           back up under traffic, destroy, restore into nothing, damage 50 backups"
	@echo "make backup          database and files into one folder with checksums (TO=folder)"
	@echo "make restore         the same back into an empty portal (FROM=folder)"
	@echo "make clock           what the clock does by itself at 200,000 proposals, as a table"
	@echo "make slow            pages and an upload on a line of 400 kbit/s"
	@echo "make load            300 people for ten minutes, a flood, more than it can serve (LOAD_PEOPLE, LOAD_SECONDS)"
	@echo "make base            with SINERGI_ARCHIVE: a copy of the cluster, to come back to any moment after it"
	@echo "make back            with SINERGI_ARCHIVE: the database as it was (UNTIL='2026-11-25 21:04:00+07:00')"
	@echo "make stop            stop a running portal, or what a killed one has left"
	@echo "make lock            pin requirements.in and requirements-dev.in again"

run: venv
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher run

test: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test $(ARGS)

a11y: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q --show-capture=no tests/looks/axe_round.py $(ARGS)

pictures: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q --show-capture=no tests/looks/contact_sheet.py $(ARGS)

ACCESS := tests/access/access_round.py tests/access/assign_round.py tests/access/door_round.py tests/access/policy_round.py

access: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q --show-capture=no --tb=short $(ACCESS) $(ARGS)

AUDIT := .venv-audit
LOCKED := $(AUDIT)/.installed

audit: venv-dev $(LOCKED)
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q --show-capture=no --tb=short tests/access/audit_round.py $(ARGS)

$(LOCKED): requirements-audit.txt
	@cd "$(HERE)" && $(PYTHON) -m venv $(AUDIT) && $(AUDIT)/bin/python -m pip install --quiet --require-hashes -r $<
	@touch "$(HERE)$@"

HOSTILE := tests/hostile/pour_round.py tests/hostile/wire_round.py tests/hostile/walk_round.py

hostile: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q --show-capture=no --tb=short $(HOSTILE) $(ARGS)

seeded: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q tests/hostile/seeded_round.py $(ARGS)

FAULTS := $(wildcard tests/faults/*_round.py)

faults: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q --show-capture=no --tb=short $(FAULTS) $(ARGS)

bench: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q tests/pace/bench_round.py $(ARGS)

hosts: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q tests/hosts/hosts_round.py $(ARGS)

drill: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q tests/keeping/drill_round.py $(ARGS)

backup: venv
	@test -n "$(TO)" || { echo "sinergi: say where to: make backup TO=folder" >&2; exit 1; }
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher manage backup "$(abspath $(TO))" $(ARGS)

restore: venv
	@test -n "$(FROM)" || { echo "sinergi: say where from: make restore FROM=folder" >&2; exit 1; }
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher manage restore "$(abspath $(FROM))" $(ARGS)

clock: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q tests/pace/clock_round.py $(ARGS)

slow: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q tests/pace/slow_round.py $(ARGS)

load: venv-dev
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher test -n0 -q tests/pace/load_round.py $(ARGS)

base: venv
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher base

back: venv
	@test -n "$(UNTIL)" || { echo "sinergi: say until when: make back UNTIL='2026-11-25 21:04:00+07:00'" >&2; exit 1; }
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher back "$(UNTIL)"

stop: venv
	@cd "$(HERE)" && exec $(VENV_PYTHON) -m portal.launcher stop

venv venv-dev:
	@test -n "$(PYTHON)" || { echo "sinergi: needs Python 3.11 or newer (python3)" >&2; exit 1; }
	@cd "$(HERE)" && exec $(PYTHON) portal/launcher/venv.py $(if $(filter venv-dev,$@),--dev)

LOCK := -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: venv
	@cd "$(HERE)" && $(VENV_PYTHON) -m pip install --quiet uv
	cd "$(HERE)" && $(VENV_PYTHON) $(LOCK) $(UPGRADE) requirements.in -o requirements.txt
	cd "$(HERE)" && $(VENV_PYTHON) $(LOCK) $(UPGRADE) requirements-dev.in -o requirements-dev.txt
	cd "$(HERE)" && $(VENV_PYTHON) $(LOCK) --no-strip-extras $(UPGRADE) requirements-audit.in -o requirements-audit.txt
