from django.utils.translation import gettext_lazy as _

from alerts.models import Frequency
from shared.forms import ChoiceField, PortalForm


class FrequencyForm(PortalForm):
    frequency = ChoiceField(
        label=_("How often to write to you"), noun=_("how often to write"), choices=Frequency.choices
    )
