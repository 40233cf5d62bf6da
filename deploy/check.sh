#!/usr/bin/env bash
# Every gate, one line each; all are run, and the exit code says whether one failed.
set -uo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=site DJANGO_SETTINGS_MODULE=portal.settings.test
bin=.venv/bin
failed=()

gate() { # gate NAME COMMAND...
  local name=$1 output; shift
  if output=$("$@" 2>&1); then printf '  ok      %s\n' "$name"; else
    printf '  FAILED  %s\n%s\n' "$name" "$(printf '%s' "$output" | tail -n 40)"; failed+=("$name"); fi
}
only=${ONLY:-}
wanted() { [ -z "$only" ] || [ "$only" = "$1" ]; }

wanted style && gate "style" $bin/ruff check .
wanted format && gate "format" $bin/ruff format --check .
wanted types && gate "types" $bin/mypy site recruitment supply search
wanted contracts && gate "contracts" env PYTHONPATH=site:. $bin/lint-imports
wanted migrations && gate "migrations" $bin/python deploy/check_migrations.py
wanted translations && gate "translations" $bin/python tests/house/translations.py
wanted templates && gate "templates" $bin/djlint --lint --quiet site recruitment supply search
wanted deploy && gate "deploy check" bash deploy/check_deploy.sh
wanted promises && gate "promises" $bin/python tests/house/promises.py --check

if [ ${#failed[@]} -gt 0 ]; then printf 'check: %s failed\n' "${failed[*]}"; exit 1; fi
