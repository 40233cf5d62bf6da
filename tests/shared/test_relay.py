import threading

import pytest
from django.db import OperationalError, connection

from shared import relay


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("FND-1.4")
def test_a_connection_that_was_cut_is_an_error_that_the_relay_outlives():
    """`run` waits and goes on after an error of Django's; the driver's own ended the whole relay at a restart of the database."""
    connection.ensure_connection()
    mine = connection.connection.info.backend_pid

    def cut():
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")  # the web's role may end no connection
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
        connection.close()

    other = threading.Thread(target=cut)
    other.start()
    other.join()
    try:
        with pytest.raises(OperationalError):
            relay.wait_for_news()
    finally:
        connection.close()
