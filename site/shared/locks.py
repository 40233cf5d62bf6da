"""Row locks in one order everywhere: the parent first (shared, when only its state is needed), then the child."""

from typing import TypeVar

from django.db import connections, models

Record = TypeVar("Record", bound=models.Model)


def update(queryset: "models.QuerySet[Record]") -> Record:
    """Lock the one record of this queryset FOR UPDATE and return it as it stands now. Raises DoesNotExist."""
    return queryset.select_for_update(of=("self",)).get()


def share(queryset: "models.QuerySet[Record]") -> Record:
    """Lock the one record FOR SHARE: nobody changes it until we commit, others may share it. Raises DoesNotExist."""
    connection = connections[queryset.db]
    keys = list(queryset.order_by().values_list("pk", flat=True)[:2])
    if len(keys) != 1:
        return queryset.get()  # says DoesNotExist or MultipleObjectsReturned in the model's own words
    meta = queryset.model._meta
    assert meta.pk is not None
    table, column = (connection.ops.quote_name(str(name)) for name in (meta.db_table, meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE {column} = %s FOR SHARE", [keys[0]])
    return queryset.get(pk=keys[0])
