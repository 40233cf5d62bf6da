"""Reads for the applicant's own pages."""

from typing import Any

from django.db.models import OuterRef, Subquery

from recruitment.models import Application, ApplicationSnapshot, Candidate, Vacancy
from recruitment.models.applications import ApplicationQuerySet
from recruitment.profile import as_draft


def live(user: Any, vacancy: Vacancy) -> Application | None:
    """The one that this person has to this vacancy: begun, submitted or decided, but not given up."""
    return Application.objects.of(user).alive().filter(vacancy=vacancy).select_related("vacancy__entity").first()


def listed(user: Any) -> ApplicationQuerySet:
    """All of this person's, the newest first; `receipt` is the id of the last receipt."""
    newest = ApplicationSnapshot.objects.filter(application=OuterRef("pk")).order_by("-revision")
    return (
        Application.objects.of(user)
        .select_related("vacancy__entity")
        .annotate(receipt=Subquery(newest.values("receipt")[:1]))
        .order_by("-created_at")
    )


def profile_values(user: Any) -> dict[str, Any]:
    """What the profile form begins with; a profile that was never saved has what the account knows."""
    known = Candidate.objects.filter(user=user).first()
    return as_draft(known or Candidate(name_ar=user.full_name_ar, name_en=user.full_name_en, phone=user.phone))


def sent_documents(application: Application, snapshot: ApplicationSnapshot) -> list[dict[str, Any]]:
    """The documents as they were frozen, each with the stored file that has its name and digest."""
    stored = {
        (each.kind, each.file.given_name, each.file.sha256): each
        for each in application.documents.select_related("file")
    }
    return [
        {**frozen, "document": stored.get((frozen["kind"], frozen["name"], frozen["sha256"]))}
        for frozen in snapshot.documents
    ]
