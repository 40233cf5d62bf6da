"""Forms of the portal: one look, errors beside the field and on top, digits of either keyboard."""

from shared.forms.base import PortalForm
from shared.forms.fields import (
    AmountField,
    CharacterField,
    ChoiceField,
    DayField,
    DeclarationField,
    EmailAddressField,
    NameField,
    PhoneField,
    WholeNumberField,
)
from shared.forms.widgets import DateBoxes

__all__ = [
    "AmountField",
    "CharacterField",
    "ChoiceField",
    "DateBoxes",
    "DayField",
    "DeclarationField",
    "EmailAddressField",
    "NameField",
    "PhoneField",
    "PortalForm",
    "WholeNumberField",
]
