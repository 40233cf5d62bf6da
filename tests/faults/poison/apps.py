from importlib import import_module

from django.apps import AppConfig


class Poison(AppConfig):
    name = "tests.faults.poison"
    label = "poison"

    def ready(self) -> None:
        import_module("tests.faults.poison.swallowing")
        import_module("tests.faults.haste")
