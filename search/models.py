from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared.bilingual import Bilingual
from shared.models import append_only
from shared.privacy import Purpose


class SearchDocument(models.Model):
    """The one projection of everything that may be found; both engines are fed and compared with it.

    `version` is the outbox message that wrote the row: an older one loses. A row that may no longer be found stays as a
    tombstone (`found` false, no text), so that a late older message cannot bring it back. `digest` is over everything else
    that the row says, tokens included: a row whose digest is another than that of its record is stale.
    """

    kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    version = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True, db_default="")
    found = models.BooleanField(default=True)
    title_ar = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    body_ar = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    folded = models.TextField(blank=True)  # the stems of all its words in order: phrases are looked for here
    title_words = models.PositiveSmallIntegerField(default=0)
    tokens = SearchVectorField(null=True)
    # The same of the title alone: at 100,000 documents its index is small enough to be asked first.
    title_tokens = SearchVectorField(null=True)
    facets = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)

    title = Bilingual("title")

    plain: ClassVar = {
        "kind", "subject_id", "digest", "title_ar", "title_en", "body_ar", "body_en", "folded", "title_tokens", "tokens", "facets",
        "published_at", "opens_at", "closes_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "subject_id"], name="one_document_a_subject")]
        indexes: ClassVar = [
            GinIndex(fields=["tokens"], name="search_tokens", fastupdate=False),
            GinIndex(fields=["title_tokens"], name="search_title_tokens", fastupdate=False),
            GinIndex(fields=["facets"], name="search_facets", opclasses=["jsonb_path_ops"]),
            models.Index(fields=["kind", "closes_at"], name="search_closing", condition=models.Q(found=True)),
            models.Index(fields=["-published_at", "-id"], name="search_newest", condition=models.Q(found=True)),
        ]


class SearchTerm(models.Model):
    """How many documents have a token; counted now and then, so a word may be missing that has just come in.

    Tokens that begin with "=" are words as they are written: from them misspelt words are corrected, and words of the other
    script are met that sound alike (`sounds`; empty where nothing can be told, null until it was listened to).
    """

    token = models.CharField(primary_key=True, max_length=400)
    documents = models.PositiveIntegerField()
    sounds = models.CharField(max_length=60, null=True)

    plain: ClassVar = {"token", "sounds"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sounds"], name="search_sounds")]


class SearchSynonym(models.Model):
    """One term of a group of words that mean the same, in either language."""

    group = models.CharField(_("group"), max_length=60)
    language = models.CharField(_("language"), max_length=2, choices=[("ar", _("Arabic")), ("en", _("English"))])
    term = models.CharField(_("term"), max_length=100)

    plain: ClassVar = {"group", "language", "term"}

    class Meta:
        verbose_name = _("synonym")
        # One right for everything that editors do to search: content.permissions gives it, search.editing asks for it.
        permissions: ClassVar = [("edit", "Can edit the words of search")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "term"], name="one_term_a_group")]


class SearchTranslation(models.Model):
    """A pair of word stems that stand for one another in the portal's own bilingual documents, learnt from them."""

    arabic = models.CharField(max_length=100)
    english = models.CharField(max_length=100)
    worth = models.FloatField()

    plain: ClassVar = {"arabic", "english"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["arabic", "english"], name="one_translation_a_pair")]


class SearchPick(models.Model):
    """What editors put on top of the answer to these words, in this order: at most a handful of things, named as hits are.

    `asked` is `typed` in the one form that its spellings come down to. `language` is the reader's; empty stands for both.
    """

    typed = models.CharField(_("words"), max_length=200)
    asked = models.CharField(max_length=200)
    language = models.CharField(_("language"), max_length=2, blank=True)
    things = models.JSONField(default=list)  # [[kind, subject id], …]
    until = models.DateTimeField(_("until"), null=True)

    plain: ClassVar = {"typed", "asked", "language", "things", "until"}

    class Meta:
        verbose_name = _("pick")
        constraints: ClassVar = [models.UniqueConstraint(fields=["asked", "language"], name="one_pick_a_question")]


class SearchEdit(models.Model):
    """One change of an editor: a group's words, or the picks of a question, before and after; null where there were none.

    The highest id is the version of the synonyms that each process compares its own with.
    """

    class What(models.TextChoices):
        WORDS = "words", _("synonyms")
        PICK = "pick", _("picks")

    what = models.CharField(max_length=5, choices=What.choices)
    subject = models.CharField(max_length=210)  # a group's name; of a pick its language and words
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    append_only = True
    plain: ClassVar = {"what", "subject", "before", "after", "at"}
    personal: ClassVar = {"by": Purpose("law", "accountability")}

    class Meta:
        triggers = append_only()
        indexes: ClassVar = [models.Index(fields=["what", "subject", "-id"], name="search_edit_subject")]


class SearchSalt(models.Model):
    """A day's own secret, with which who asked and what was asked are made unreadable; gone when the day is over. UNLOGGED."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()

    plain: ClassVar = {"day", "salt"}


class SearchAsking(models.Model):
    """That some session asked some words today and found nothing, neither of them readable: two digests. UNLOGGED.

    They serve to count different sessions, and go with the day's salt. Words that too few asked stand nowhere else.
    """

    day = models.DateField()
    words = models.BinaryField()
    session = models.BinaryField()

    plain: ClassVar = {"day", "words"}
    personal: ClassVar = {"session": Purpose("task", "identity", timedelta(days=1))}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "words", "session"], name="one_asking_a_session_and_day")
        ]


class SearchUnfound(models.Model):
    """Words that enough different sessions asked for on one day and that found nothing. Kept for 90 days."""

    day = models.DateField()
    language = models.CharField(max_length=2)
    asked = models.CharField(max_length=60)  # the one form that its spellings come down to
    words = models.CharField(max_length=60)
    sessions = models.PositiveIntegerField()

    plain: ClassVar = {"day", "language", "asked", "words"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "language", "asked"], name="one_count_a_day_and_words")
        ]


class SearchClick(models.Model):
    """How often the hit at this place of a result page was opened on this day, by whomever and whatever he had asked."""

    day = models.DateField()
    place = models.PositiveSmallIntegerField()
    clicks = models.PositiveIntegerField(default=0)

    plain: ClassVar = {"day"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "place"], name="one_count_a_day_and_place")]
