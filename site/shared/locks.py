"""Row locks in one order everywhere: the parent first (shared, when only its state is needed), then the child."""

from typing import TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

Record = TypeVar("Record", bound=models.Model)


def update(queryset: "models.QuerySet[Record]") -> Record:
    """Lock the one record of this queryset FOR UPDATE and return it as it stands now. Raises DoesNotExist."""
    return queryset.select_for_update(of=("self",)).get()


def share(queryset: "models.QuerySet[Record]") -> Record:
    """Lock the one record FOR SHARE: nobody changes it until we commit, others may share it. Raises DoesNotExist."""
    connection = connections[queryset.db]
    meta = queryset.model._meta
    assert meta.pk is not None
    table, column = (connection.ops.quote_name(str(name)) for name in (meta.db_table, meta.pk.column))
    try:
        wanted, values = queryset.order_by().values("pk")[:2].query.sql_with_params()
    except EmptyResultSet:
        return queryset.get()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IN ({wanted}) FOR SHARE", values)
        keys = [key for (key,) in cursor.fetchall()]
    if len(keys) != 1:
        return queryset.get()  # says DoesNotExist or MultipleObjectsReturned in the model's own words
    return queryset.get(pk=keys[0])
