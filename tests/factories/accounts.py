from typing import Any

import factory
from allauth.account.models import EmailAddress

from accounts.models import Kind, User

PASSWORD = "palm-oasis-well-2026"


class UserFactory(factory.django.DjangoModelFactory):
    """A customer with an Arabic name and a verified address."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    full_name_ar = "سلمى أحمد المنصوري"
    full_name_en = "Salma Ahmed Al Mansoori"
    language = "ar"
    kind = Kind.CITIZEN

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        user = model_class.objects.create_user(kwargs.pop("email"), password, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class StaffFactory(UserFactory):
    email = factory.Sequence(lambda number: f"employee{number}@example.org")
    full_name_ar = "مريم علي الشامسي"
    full_name_en = "Maryam Ali Al Shamsi"
    kind = Kind.STAFF
