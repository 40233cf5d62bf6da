from portal.embedded_database import running_address

from ._environment import env, var_dir

# "web" serves, "owner" migrates: two database roles, so that a hole in the web process cannot touch a guard.
DATABASE_ROLE = env.str("DATABASE_ROLE", default="web")
_role_setting = "DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL"
_address = env.str(_role_setting, default="") or running_address(var_dir() / "postgres", role=f"portal_{DATABASE_ROLE}")

DATABASES = {
    "default": {
        **env.db_url_config(_address),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "TEST": {"TEMPLATE": "template0"},
    }
}
# The role that gets only the rights of the web; migrations grant them to it by name.
DATABASE_WEB_ROLE = env.str("DATABASE_WEB_ROLE", default="portal_web")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
