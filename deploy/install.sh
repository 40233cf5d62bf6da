#!/usr/bin/env bash
# install.sh REQUIREMENTS MARK: puts the pinned packages into .venv and touches MARK. Uses uv where it is present, else pip.
set -euo pipefail
requirements=$1 mark=$2
say() { printf '  %s\n' "$*"; }

python=${PYTHON:-}
for candidate in python3.11 python3.12 python3.13 python3; do
  [ -n "$python" ] && break
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then python=$candidate; fi
done
if [ -z "$python" ]; then
  say "Python 3.11 or newer is needed and was not found. Install it (Debian: apt install python3 python3-venv) or name it: make run PYTHON=/path/to/python3"
  exit 1
fi

if [ ! -x .venv/bin/python ]; then
  say "Making .venv with $("$python" --version)"
  if ! "$python" -m venv .venv 2>/dev/null; then
    rm -rf .venv
    command -v uv >/dev/null || { say "Python's venv module is missing. Debian: apt install python3-venv"; exit 1; }
    uv venv -q --python "$python" .venv
  fi
fi

say "Installing the packages of $requirements (first time: one to two minutes)"
if command -v uv >/dev/null; then
  uv pip install -q --python .venv/bin/python --require-hashes -r "$requirements"
else
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$requirements"
fi
touch "$mark"
