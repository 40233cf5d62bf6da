"""Gives each worker of `make test` whole files, so that a world built for a file is built once.

pytest-django lets the tests with transactions of their own come last, for they leave the tables empty; a file that has both kinds
is therefore two pieces of work, in the places where they were collected.
"""

from itertools import groupby

import pytest
from xdist.scheduler import LoadScopeScheduling


def file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]


class FilesInOrder(LoadScopeScheduling):
    def schedule(self) -> None:
        collected = next(iter(self.registered_collections.values()))
        self.pieces = {
            nodeid: f"{number} {file}"
            for number, (file, run) in enumerate(groupby(collected, file_of))
            for nodeid in run
        }
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return self.pieces[nodeid]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesInOrder:
    return FilesInOrder(config, log)
