from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """The one projection of everything that may be found; both engines are fed and compared with it.

    `version` is the outbox message that wrote the row: an older one loses. A row that may no longer be found stays as a
    tombstone (`found` false, no text), so that a late older message cannot bring it back.
    """

    kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    version = models.BigIntegerField()
    found = models.BooleanField(default=True)
    title_ar = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    body_ar = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    folded = models.TextField(blank=True)
    title_words = models.PositiveSmallIntegerField(default=0)
    tokens = SearchVectorField(null=True)
    facets = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)

    plain: ClassVar = {
        "kind", "subject_id", "title_ar", "title_en", "body_ar", "body_en", "folded", "tokens", "facets", "published_at",
        "opens_at", "closes_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "subject_id"], name="one_document_a_subject")]
        indexes: ClassVar = [
            GinIndex(fields=["tokens"], name="search_tokens", fastupdate=False),
            GinIndex(fields=["facets"], name="search_facets", opclasses=["jsonb_path_ops"]),
            models.Index(fields=["kind", "closes_at"], name="search_closing", condition=models.Q(found=True)),
        ]


class SearchSynonym(models.Model):
    """One term of a group of words that mean the same, in either language."""

    group = models.CharField(_("group"), max_length=60)
    language = models.CharField(_("language"), max_length=2, choices=[("ar", _("Arabic")), ("en", _("English"))])
    term = models.CharField(_("term"), max_length=100)

    plain: ClassVar = {"group", "language", "term"}

    class Meta:
        verbose_name = _("synonym")
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "term"], name="one_term_a_group")]
