import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation


@pytest.mark.promise("REL-1.14")
@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (forms.ChoiceField(choices=[("a", "a")]), "b", "القيمة «b» ليست من الخيارات المتاحة. اختر أحد هذه الخيارات."),
        (forms.CharField(max_length=3), "أربعة", "يجب ألا يزيد النص على 3 أحرف (عدد الأحرف الآن: 5)."),
        (forms.CharField(max_length=12), "ثلاثة عشر حرفًا", "يجب ألا يزيد النص على 12 حرفًا (عدد الأحرف الآن: 15)."),
        (forms.IntegerField(min_value=1), "0", "يجب ألا تقل القيمة عن 1."),
        (forms.DateField(), "غدًا", "أدخل تاريخًا صحيحًا."),
    ],
)
def test_what_the_fields_of_django_say_by_themselves_is_in_the_arabic_of_the_portal(field, typed, words):
    with translation.override("ar"), pytest.raises(ValidationError) as refused:
        field.clean(typed)
    with translation.override("ar"):
        assert refused.value.messages == [words]
