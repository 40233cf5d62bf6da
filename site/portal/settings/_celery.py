from kombu import Queue

from ._environment import env, var_dir

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 200
CELERY_TASK_DEFAULT_QUEUE = "maintenance"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"

# "opening" is served by a process of its own, the only one that may hold the private key of sealed bids.
QUEUES = ("deadline", "letters", "files", "index", "bulk", "maintenance")
_rabbitmq = CELERY_BROKER_URL.startswith(("amqp", "pyamqp"))
# On RabbitMQ a queue is kept by a majority of the nodes.
_kind = {"queue_arguments": {"x-queue-type": "quorum"}} if _rabbitmq else {}
CELERY_TASK_QUEUES = tuple(Queue(name, routing_key=name, **_kind) for name in (*QUEUES, "opening"))

if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT = "shared.folder_broker:Transport"
    _broker = var_dir() / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
    }
    for _folder in ("messages", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    # This transport forgets a task that its worker took and did not finish.
    OUTBOX_RESEND_AFTER = env.int("OUTBOX_RESEND_AFTER", default=60)
elif _rabbitmq:
    # Sent is what the broker says it has.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"confirm_publish": True}
    OUTBOX_RESEND_AFTER = env.int("OUTBOX_RESEND_AFTER", default=600)
else:
    # The restore of unacknowledged messages after a crash is throttled in Redis by default to once in ten minutes.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "unacked_restore_throttle": 1}
    OUTBOX_RESEND_AFTER = env.int("OUTBOX_RESEND_AFTER", default=600)

# How long a delivery to the outside is its worker's own: longer than a task may run, or two would do it at once.
OUTBOX_CLAIM = env.int("OUTBOX_CLAIM", default=300)

CELERY_BEAT_SCHEDULE = {
    "pulse": {"task": "shared.pulse", "schedule": 60, "options": {"queue": "maintenance", "expires": 60}},
    "sessions": {"task": "accounts.sweep", "schedule": 3600, "options": {"queue": "maintenance", "expires": 3600}},
    "sweep": {"task": "shared.sweep", "schedule": 3600, "options": {"queue": "maintenance", "expires": 3600}},
    "store": {"task": "shared.sweep_store", "schedule": 86_400, "options": {"queue": "files", "expires": 86_400}},
    "search-reconcile": {"task": "search.reconcile", "schedule": 3600, "options": {"queue": "index", "expires": 3600}},
    "search-study": {"task": "search.study", "schedule": 300, "options": {"queue": "index", "expires": 300}},
    "search-forget": {"task": "search.forget", "schedule": 600, "options": {"queue": "maintenance", "expires": 600}},
    "alerts": {"task": "alerts.tell", "schedule": 300, "options": {"queue": "bulk", "expires": 300}},
    "alerts-keep": {"task": "alerts.keep", "schedule": 3600, "options": {"queue": "maintenance", "expires": 3600}},
}
