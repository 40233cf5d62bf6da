LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger", "message": "event"},
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "shared": {"level": "INFO"},
        # Django's own request log names the path with its query string and, on errors, the person's input.
        "django.request": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Whoever turns everything on to find a fault would get the contents of pages and the words of people's files.
        "django.template": {"level": "INFO"},
        "pikepdf": {"level": "CRITICAL"},
        "django.server": {"handlers": [], "propagate": False},
    },
}
