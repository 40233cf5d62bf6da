"""What editors fill in. Forms check the shape of words; whether they stand elsewhere, the deeds ask."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.analysis import tokens
from search.analysis.normalise import words as split
from search.editing import groups
from search.editing.preview import MOST_TRIED
from search.picks import one_form
from shared.forms import CharacterField, ChoiceField, DayField, PortalForm
from shared.forms.fields import TOO_LONG

LONGEST_WORD, MOST_PARTS, MOST_IN_GROUP = 60, 4, 40
LONGEST_QUESTION = 100


class LinesField(CharacterField):
    """One entry a line; single spaces, empty lines out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 4_000, "required": False, **kwargs})

    def clean(self, value: Any) -> list[str]:
        return list(filter(None, (" ".join(line.split()) for line in super().clean(value).splitlines())))


class WordsField(LinesField):
    """Words that could stand in a group, each by itself. Empty is for the form to judge: the other language may have words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)

    def validate(self, value: str) -> None:
        if value:
            super().validate(value)

    def clean(self, value: Any) -> list[str]:
        found = super().clean(value)
        for word in found:
            _check_word(word)
        return found


def _check_word(word: str) -> None:
    parts, said = split(word), {"word": word}
    if not parts or not one_form(word):
        raise ValidationError(_("“%(word)s” holds no letter or digit."), code="no_word", params=said)
    if len(word) > LONGEST_WORD:
        raise ValidationError(
            _("“%(word)s” is longer than 60 characters."), code="long", params={"word": f"{word[:LONGEST_WORD]}…"}
        )
    if len(parts) > MOST_PARTS:
        raise ValidationError(_("“%(word)s” has more than four words."), code="many", params=said)
    if all(tokens.is_stop_word(part) for part in parts):
        raise ValidationError(
            _("“%(word)s” is too common a word: search passes it over."), code="stop_word", params=said
        )


class GroupForm(PortalForm):
    arabic = WordsField(
        label=_("Arabic words"),
        help_text=_("One per line, as people type them; also loan words in Arabic letters, such as “فيزا”."),
        rows=6,
        direction="rtl",
    )
    english = WordsField(label=_("English words"), help_text=_("One per line."), rows=6, direction="ltr")
    two_meanings = forms.BooleanField(
        label=_("The word has two meanings and belongs in both groups"), required=False, widget=forms.HiddenInput
    )
    tried = LinesField(
        label=_("Try with these words"),
        help_text=_("Up to four words or questions, one per line. Leave it empty to try the group's own first words."),
        rows=3,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def words(self) -> list[str]:
        return [*self.cleaned_data["arabic"], *self.cleaned_data["english"]]

    def clean(self) -> None:
        if self.errors:
            return
        first: dict[str, str] = {}
        for word in self.words():
            if (twin := first.setdefault(one_form(word), word)) is not word:
                said = _("“%(word)s” and “%(twin)s” are one word for search; leave one of them out.")
                field = "arabic" if word in self.cleaned_data["arabic"] else "english"
                self.add_error(field, ValidationError(said, code="twice", params={"word": word, "twin": twin}))
                return
        if not first:
            self.add_error("arabic", _("Enter the words of the group, one per line."))
        elif len(first) == 1:
            self.add_error("arabic", _("One word alone stands for nothing else; a group needs two or more."))
        elif len(first) > MOST_IN_GROUP:
            self.add_error("arabic", _("A group has 40 words at most."))

    def to_try(self) -> list[str]:
        """What the editor wants to see, else the first word of each language."""
        own = [each[:1] for each in (self.cleaned_data["arabic"], self.cleaned_data["english"])]
        chosen: list[str] = self.cleaned_data["tried"]
        return (chosen or [word for first in own for word in first])[:MOST_TRIED]

    def state(self) -> groups.State:
        return groups.as_state(self.words())

    def ask_for_meanings(self) -> None:
        self.fields["two_meanings"].widget = forms.CheckboxInput()


class PickForm(PortalForm):
    words = CharacterField(
        label=_("Words"),
        noun=_("the words"),
        max_length=LONGEST_QUESTION,
        help_text=_(
            "As somebody types them into search. All spellings of these words count as the same: hamza, ta marbuta, vowel signs, capitals."
        ),
    )
    language = ChoiceField(
        label=_("For readers of"),
        noun=_("the language of the readers"),
        choices=[("ar", _("Arabic")), ("en", _("English")), ("both", _("Both languages"))],
    )
    last_day = DayField(
        label=_("Last day"), help_text=_("Leave it empty if it should stay until you end it."), required=False,
        earliest=timezone.localdate, out_of_range=_("The last day must not be over."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if tokens.says_nothing(words) or not one_form(words):
            raise ValidationError(_("These words are too common: search passes them over."), code="stop_word")
        if len(one_form(words)) > LONGEST_QUESTION:  # one sign may stand for a whole phrase
            raise ValidationError(TOO_LONG, code="max_length", params={"count": LONGEST_QUESTION})
        return words

    def language_or_both(self) -> str:
        language: str = self.cleaned_data["language"]
        return "" if language == "both" else language

    def until(self) -> datetime | None:
        """The end of the last day in the portal's zone."""
        day = self.cleaned_data["last_day"]
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) if day else None
