import pytest

from portal.models import HomePage


@pytest.mark.django_db
@pytest.mark.promise("CON-1.10")
@pytest.mark.parametrize("name", ["popular", "notice"])
def test_the_form_of_a_new_home_page_begins_empty(name):
    form = HomePage.get_edit_handler().get_form_class()(instance=HomePage())
    assert form[name].value() == ""
