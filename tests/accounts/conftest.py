import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_counters():
    """How often an address signed in or asked for a code is counted in the cache."""
    cache.clear()
