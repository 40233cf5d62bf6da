"""Waits that are minutes in production, as short as the world says (tests.faults.world, HASTE). Loaded by the portal's processes alone."""

import os
from datetime import timedelta

from django.conf import settings

from shared import outbox

if seconds := os.environ.get("OUTBOX_RETRY"):
    outbox.RETRY_AFTER[:] = [timedelta(seconds=int(seconds))] * len(outbox.RETRY_AFTER)
if settings.ELASTICSEARCH_URL and (seconds := os.environ.get("SEARCH_REST")):
    from search.engines.elasticsearch import client

    client.REST = float(seconds)
