#!/usr/bin/env bash
# Django's deployment check under production settings with strong throw-away secrets: not one warning is allowed.
set -euo pipefail
secret=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(60))')
env DJANGO_SETTINGS_MODULE=portal.settings.production SECRET_KEY="$secret" ALLOWED_HOSTS=portal.example \
  BASE_URL=https://portal.example DATABASE_URL=postgres://portal_web@db.example/portal \
  .venv/bin/python manage.py check --deploy --fail-level WARNING
