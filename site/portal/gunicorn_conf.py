"""gunicorn -c site/portal/gunicorn_conf.py portal.wsgi"""

import os
from pathlib import Path

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
