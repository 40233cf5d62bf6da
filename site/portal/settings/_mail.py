from ._environment import env, var_dir

_url = env.str("EMAIL_URL", default="")
if _url:
    globals().update(env.email_url_config(_url))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(var_dir() / "mail")
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@oasis.example")
