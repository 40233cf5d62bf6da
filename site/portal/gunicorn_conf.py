"""gunicorn -c site/portal/gunicorn_conf.py portal.wsgi"""

import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger


class WithoutWhatWasSent(Logger):
    """gunicorn names the address, and repeats a request that it cannot read or that fell: what somebody looked for stands there."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if msg.startswith("Invalid request"):
            msg, args = "invalid request", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if not msg.startswith("Error handling request"):
            return super().exception(msg, *args, **kwargs)
        error = sys.exc_info()[0]
        super().error("request fell: %s", error.__name__ if error else "")
        return None


pythonpath = f"{Path(__file__).resolve().parents[1]},{Path(__file__).resolve().parents[2]}"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", min(4, os.cpu_count() or 1)))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 30
graceful_timeout = 25
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
preload_app = False
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = None  # portal.request logs one line a request, without query strings
loglevel = "warning"
logger_class = WithoutWhatWasSent
