"""Which education and work experience the next application begins with."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from recruitment.application_refusals import TooManyEntries
from recruitment.forms.application import MOST_ENTRIES
from recruitment.keeping import Offer
from recruitment.steps import BY_NAME
from shared.forms import PortalForm


class KeepForm(PortalForm):
    """One field a step, with a box for each entry that is offered; all of them are ticked at first."""

    def __init__(self, *args: Any, offers: Mapping[str, Sequence[Offer]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        for step, offered in offers.items():
            if offered:
                self.fields[step] = forms.MultipleChoiceField(
                    label=str(BY_NAME[step].title),
                    required=False,
                    choices=[(offer.key, _words(offer)) for offer in offered],
                    initial=[offer.key for offer in offered],
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={
                        "invalid_choice": _("The data changed after you opened this page. Check it and try again.")
                    },
                )

    def clean(self) -> None:
        for step, keys in self.cleaned_data.items():
            if len(keys) > MOST_ENTRIES:
                self.add_error(step, ValidationError(str(TooManyEntries(MOST_ENTRIES).message)))

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        return {
            step: [offer.values for offer in offered if offer.key in self.cleaned_data.get(step, ())]
            for step, offered in self.offers.items()
        }


def _words(offer: Offer) -> SafeString:
    """In one line, each part in the direction of its own writing."""
    shown = (answer.value for answer in offer.answers if answer.value and answer.kind != "lines")
    return format_html_join(" · ", "<bdi>{}</bdi>", ((value,) for value in shown))
