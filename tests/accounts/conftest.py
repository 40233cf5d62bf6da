import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_used_codes():
    """Which code was used is remembered in the cache; counts go with the transaction of each test."""
    cache.clear()
