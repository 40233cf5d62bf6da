"""`python -m tests.faults.watching searches|publish`: ten thousand saved searches, then a hundred publications one after another."""

import sys

import django

PEOPLE, EACH, WAITING, PUBLISHED, WANTED = 500, 20, 10, 100, 25


def main() -> None:
    django.setup()
    from tests.factories import ready

    ready.number_from_now()
    {"searches": _searches, "publish": _publish}[sys.argv[1]]()


def _searches() -> None:
    """Ten people watch for «wanted», to be told at once; all other searches are for words that nobody writes."""
    from alerts.models import Frequency
    from tests.factories.alerts import watch_many
    from tests.factories.people import EntityFactory, PersonFactory

    people = [PersonFactory(language="en") for _number in range(PEOPLE)]
    watch_many(people[:WAITING], EACH, frequency=Frequency.INSTANT)
    watch_many(people[WAITING:], EACH, frequency=Frequency.INSTANT, wanting=False)
    EntityFactory(code="WATCHED")


def _publish() -> None:
    from entities.models import Entity
    from tests.factories.content import published_service

    entity = Entity.objects.get(code="WATCHED")
    for number in range(PUBLISHED):
        wanted = number % (PUBLISHED // WANTED) == 0
        published_service(
            entity=entity,
            code=f"W-{number}",
            slug=f"w-{number}",
            title_en=f"{'Wanted' if wanted else 'Other'} {number}",
        )


if __name__ == "__main__":
    main()
