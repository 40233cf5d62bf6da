"""Whatever goes wrong has its page, in the reader's language, with a number and without a trace."""

import re

import pytest
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path

from portal import errors, urls
from shared.limits import TooMany
from shared.refusals import Refused

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def fails_with(make_error):
    def door(request):
        raise make_error()

    return door


BROKEN = {
    "forbidden": PermissionDenied,
    "changed": lambda: Refused("تغيّرت البيانات بعد فتحك هذه الصفحة. راجعها ثم أعد المحاولة."),
    "too-big": RequestDataTooBig,
    "too-many": lambda: TooMany(120),
    "bug": lambda: ZeroDivisionError("secret detail"),
}
urlpatterns = [
    *i18n_patterns(*[path(f"broken/{name}/", fails_with(error)) for name, error in BROKEN.items()]),
    *urls.urlpatterns,
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.promise("REL-1.16")]
WORDS = {
    ("broken/forbidden/", 403): (
        "ليست لديك صلاحية الوصول إلى هذه الصفحة",
        "You do not have permission to open this page",
    ),
    ("no-such-page/", 404): ("الصفحة غير موجودة", "There is no such page"),
    ("broken/changed/", 409): ("تغيّرت البيانات بعد فتحك هذه الصفحة", "تغيّرت البيانات بعد فتحك هذه الصفحة"),
    ("broken/too-big/", 413): ("حجم الملف أكبر من المسموح به", "The file is larger than allowed"),
    ("broken/too-many/", 429): ("تجاوزت عدد المحاولات المسموح به. حاول مجددًا بعد", "You have made too many attempts"),
    ("search/?q=%00", 400): ("تعذّرت قراءة ما أرسلته", "We could not read what you sent"),
    ("jobs/?q=%00", 400): ("تعذّرت قراءة ما أرسلته", "We could not read what you sent"),
    ("tenders/?q=%00", 400): ("تعذّرت قراءة ما أرسلته", "We could not read what you sent"),
}


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def shown(response, language):
    page = response.content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert "Traceback" not in page
    assert "secret detail" not in page
    return page


def number_on(page):
    found = re.search(r"<bdi>([0-9a-f-]{36})</bdi>", page)
    return found and found[1]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("door", "status"), WORDS)
def test_each_fault_is_said_in_the_readers_language(visitor, door, status, language):
    response = visitor.get(f"/{language}/{door}")
    assert response.status_code == status
    page = shown(response, language)
    assert WORDS[door, status][language == "en"] in page
    assert number_on(page) == response["X-Request-ID"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_method_that_a_door_does_not_take_gets_a_page(visitor, language):
    response = visitor.post(f"/{language}/jobs/")
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert number_on(shown(response, language))


def test_too_many_attempts_say_when_to_come_back(visitor):
    response = visitor.get("/en/broken/too-many/")
    assert response["Retry-After"] == "120"
    assert "Try again in 2 minutes." in response.content.decode()


@pytest.mark.parametrize(("language", "said"), [("ar", "يرجى تصحيح ما يلي"), ("en", "Please correct the following")])
def test_what_must_be_corrected_stands_on_top_and_beside_the_field_with_what_was_typed(visitor, language, said):
    response = visitor.post(f"/{language}/account/sign-in/", {"login": "salma@demo.example", "password": "wrong"})
    page = shown(response, language)
    assert response.status_code == 422
    assert said in page
    assert 'value="salma@demo.example"' in page


@pytest.mark.parametrize(("language", "said"), [("ar", "حدث خطأ غير متوقع"), ("en", "An unexpected error occurred")])
def test_an_unexpected_error_needs_no_database_for_its_page(visitor, language, said, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get(f"/{language}/broken/bug/")
    assert response.status_code == 500
    page = shown(response, language)
    assert said in page
    assert number_on(page) == response["X-Request-ID"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "الخدمة غير متاحة مؤقتًا"), ("en", "The service is not available for the moment")],
)
def test_a_database_that_does_not_answer_is_said_with_a_time_to_come_back(visitor, language, said):
    def away(*args):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(away):
        response = visitor.get(f"/{language}/jobs/")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert said in shown(response, language)


def test_the_log_says_where_it_happened_under_the_same_number_and_not_what_was_typed(visitor, caplog):
    response = visitor.get("/ar/broken/bug/?q=secret+detail")
    record = next(each for each in caplog.records if each.name == "portal.errors")
    assert (record.error, record.request_id) == ("ZeroDivisionError", response["X-Request-ID"])
    assert record.where[-1].endswith(" door")
    assert "secret detail" not in str(vars(record))


def test_an_unknown_host_is_refused_without_repeating_it(visitor):
    response = visitor.get("/ar/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in shown(response, "ar")


@pytest.mark.parametrize(("language", "said"), [("ar", "انتهت صلاحية النموذج"), ("en", "The form has expired")])
def test_a_form_that_expired_says_so(language, said):
    response = Client(enforce_csrf_checks=True).post(f"/{language}/account/sign-in/", {"login": "a@demo.example"})
    assert response.status_code == 403
    assert said in shown(response, language)


def test_the_standing_pages_are_files_of_the_build(visitor, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    written = errors.write_standing_pages()
    assert {path.name for path in written} == {
        f"{status}.{language}.html" for status in (400, 500, 503) for language in ("ar", "en")
    }
    (tmp_path / "errors" / "500.ar.html").write_text('<html lang="ar" dir="rtl">made earlier <!-- reference -->')
    page = shown(visitor.get("/ar/broken/bug/"), "ar")
    assert "made earlier" in page
    assert number_on(page)


def test_no_page_tells_more_in_the_product_than_in_tests():
    assert settings.DEBUG is False
    assert settings.CSRF_FAILURE_VIEW == "portal.errors.expired"
