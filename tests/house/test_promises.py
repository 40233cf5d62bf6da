import importlib.util
from pathlib import Path

SOURCE = Path(__file__).with_name("promises.py")


def _promises():
    spec = importlib.util.spec_from_file_location("promises", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_promise_has_a_test_and_every_marker_a_promise():
    assert _promises().faults() == []


def test_a_promise_without_a_test_and_a_marker_without_a_promise_are_both_told(monkeypatch):
    promises = _promises()
    monkeypatch.setattr(promises, "promised", lambda: {"FND-1.1": "a", "FND-1.2": "b"})
    monkeypatch.setattr(promises, "shown", lambda: {"FND-1.2": ["t::x"], "FND-1.3": ["t::y"]})
    assert [fault.split(":")[0] for fault in promises.faults()] == ["FND-1.1", "FND-1.3"]
