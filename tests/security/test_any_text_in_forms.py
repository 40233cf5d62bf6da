"""Every form of the portal reads whatever is typed into whichever of its fields, and says what is wrong with it."""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entities.forms import NewEmployeeForm, RoleForm
from entities.models import Entity, Invitation
from recruitment import steps as recruitment_steps
from recruitment.forms import application, changes, keeping, vacancies
from recruitment.keeping import Offer
from shared.forms import PortalForm
from supply import bid_steps
from supply.forms import changes as supply_changes
from supply.forms import registration, tenders
from tests.house.test_layout import ROOT

pytestmark = [pytest.mark.promise("REL-1.6"), pytest.mark.django_db]
SOMEBODY = "0192f0c1-2d3e-7a4b-8c5d-6e7f8091a2b3"
# What a form wants to know when it is made; one that wants something and is missing here fails.
MADE_WITH = {
    RoleForm: lambda: {"entity": None},
    NewEmployeeForm: lambda: {"invitation": Invitation(email="guest@example.org")},
    application.DocumentForm: lambda: {"kind": "cv"},
    changes.ConcludeForm: lambda: {"shortlist": [(SOMEBODY, "سلمى")]},
    keeping.KeepForm: lambda: {"offers": {"education": [Offer(key="1", values={}, answers=[], is_kept=True)]}},
    vacancies.EntityChoice: lambda: {"entities": Entity.objects.all()},
    supply_changes.ConcludeForm: lambda: {"bids": [(SOMEBODY, "شركة النخيل")]},
    tenders.EntityChoice: lambda: {"entities": Entity.objects.all()},
}
# Digits, marks and signs that people and their programs type, and what no program should: Django hands lone surrogates on.
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=40),
    st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩۰۹²½-+.,٫٬ eE:/T_", max_size=20),
    st.sampled_from(
        ["\x00", "\ud800", "\u202e", "𝟙𝟚", "1e999", "NaN", "-0", "9" * 400, "٩" * 400, "a" * 100_000, "none"]
    ),
    st.sampled_from(
        ["0001-01-01", "9999-12-31T23:59", "0000-00-00", "2026-02-30", "x@" + "م" * 70 + ".example", SOMEBODY]
    ),
)


def all_forms():
    """Every form that stands anywhere in the code of the portal."""
    for app in apps.get_app_configs():
        if ROOT in Path(app.path).parents and ".venv" not in app.path:
            for module in walk_packages([app.path], f"{app.name}."):
                if module.name.endswith("forms") or ".forms." in module.name:
                    import_module(module.name)
    return sorted(_below(PortalForm), key=lambda form: f"{form.__module__}.{form.__qualname__}")


def _below(form):
    for each in form.__subclasses__():
        yield each
        yield from _below(each)


FORMS = [form for form in all_forms() if not form.__module__.startswith("tests.")]


def names_of(form_class):
    """Of its fields, and of the boxes into which a widget divides one."""
    for name, field in form_class(**MADE_WITH.get(form_class, dict)()).fields.items():
        yield name
        yield from (f"{name}{each}" for each in getattr(field.widget, "widgets_names", ()))


def typed(names):
    """For each field nothing, one text or several: as a request brings them."""
    return st.fixed_dictionaries({}, optional={name: st.lists(TEXT, min_size=1, max_size=3) for name in names})


def test_there_are_forms_to_try():
    assert len(FORMS) > 40
    assert set(MADE_WITH) <= set(FORMS)


@pytest.mark.parametrize("form_class", FORMS, ids=lambda form: f"{form.__module__}.{form.__qualname__}")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_form_takes_any_text_in_any_field_and_shows_it_again(form_class, language):
    names = list(names_of(form_class))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(
        data=typed(names), file=st.sampled_from([None, ("cv.pdf", b"%PDF"), ("\x00\ud800", b"x"), ("empty.pdf", b"")])
    )
    def try_it(data, file):
        uploads = {name: [SimpleUploadedFile(file[0], file[1])] for name in names} if file else {}
        with override(language):
            form = form_class(
                data=MultiValueDict(data), files=MultiValueDict(uploads), **MADE_WITH.get(form_class, dict)()
            )
            form.is_valid()
            str(form.errors)
            form.as_typed()
            if not form.errors:
                form.to_store()

    try_it()


STEPS = {
    f"{step.form.__module__}.{step.name}": step.form
    for step in (*recruitment_steps.STEPS, *bid_steps.STEPS, *registration.STEPS)
    if step.form
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_reads_what_a_draft_of_any_shape_holds(step):
    """Its stored values are read again as data; an old or a damaged draft may hold anything that JSON can."""
    form_class = STEPS[step]
    json = st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3), max_leaves=4
    )

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(data=st.fixed_dictionaries({}, optional=dict.fromkeys([*names_of(form_class), "entries"], json)))
    def try_it(data):
        form_class(data=data).is_valid()

    try_it()
