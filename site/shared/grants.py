"""What the web role may do. Runs once, after all migrations, as the owner of the schema."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction

# pgtrigger.ignore is a session setting that any role may set; it was seen to open an append-only table.
CLOSE_THE_IGNORE_DOOR = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME)
RETURNS BOOLEAN AS 'SELECT false' LANGUAGE sql
"""


def after_migrations(using: str, **kwargs: Any) -> None:
    connection = connections[using]
    role = connection.ops.quote_name(settings.DATABASE_WEB_ROLE)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        for table in ("django_migrations", *append_only_tables()):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {role}")
        cursor.execute(f"REVOKE INSERT ON django_migrations FROM {role}")
        cursor.execute(CLOSE_THE_IGNORE_DOOR)


def append_only_tables() -> list[str]:
    """Tables of the models that say `append_only = True`."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]
