"""The crowd of the demo world: people made of lists of names, with careers that fit the vacancies to which they apply.

The same names come out at every run: what was drawn depends on nothing but the files.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from recruitment.application_states import ApplicationState
from recruitment.demo import vacancies
from recruitment.personal_codes import NATIONAL
from recruitment.states import Policy

HERE = Path(__file__).parent
EMIRATES = ("AE-AZ", "AE-AZ", "AE-DU", "AE-SH", "AE-AJ", "AE-RK", "AE-FU")
AGE_AT_DEGREE = 22
# Two of five are nationals, two write in Arabic and come from elsewhere, one writes in English.
MIXTURE = ("national", "arab", "abroad", "national", "arab")


def written() -> list[dict[str, Any]]:
    """In the shape of applications.toml."""
    names, careers = _read("people"), _read("careers")
    people, found = _People(names), []
    for key, career in careers.items():
        nationals_only = vacancies.written()[key]["policy"] == Policy.NATIONALS_ONLY
        ends = [end for end, count in career["applications"].items() for _each in range(count)]
        for number, end in enumerate(ends):
            draw = Random(f"{key}:{number}")
            person = people.draw(draw, "national" if nationals_only else MIXTURE[number % len(MIXTURE)])
            facts = {"vacancy": key, "ends": end, **person, **_career(career, person, draw)}
            found.append({**facts, **_told(names["told"], end, number, facts["language"])})
    return found


class _People:
    """Nobody is drawn twice; a mail address that would be takes a number."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names, self.taken = names, set[str]()

    def draw(self, draw: Random, origin: str) -> dict[str, Any]:
        gender = draw.choice(("men", "women"))
        person = self._abroad(draw, gender) if origin == "abroad" else self._at_home(draw, gender, origin)
        local = person["name_en"].lower().replace(" ", ".")
        number = next(count for count in range(1, 1000) if self._email(local, count) not in self.taken)
        email = self._email(local, number)
        self.taken.add(email)
        phone = f"+97150{2_000_000 + len(self.taken):07d}"
        return {**person, "person": email, "gender": gender, "phone": phone, "emirate": draw.choice(EMIRATES)}

    def _email(self, local: str, number: int) -> str:
        return f"{local}{number if number > 1 else ''}@applicants.example"

    def _at_home(self, draw: Random, gender: str, origin: str) -> dict[str, Any]:
        """Given name, the father's, the family's."""
        families = [
            each for each in self.names["family"] if (each["nationality"] == NATIONAL) == (origin == "national")
        ]
        family = draw.choice(families)
        parts = (draw.choice(self.names[gender]), draw.choice(self.names["men"]), draw.choice(family["names"]))
        arabic, english = (" ".join(part[index] for part in parts) for index in (0, 1))
        return {
            "name_ar": arabic, "name_en": english, "language": "ar", "nationality": family["nationality"],
            "university": draw.choice(family["universities"]), "studied_in": family["nationality"],
        }  # fmt: skip

    def _abroad(self, draw: Random, gender: str) -> dict[str, Any]:
        name, nationality, university = draw.choice(self.names["abroad"][0][gender])
        return {
            "name_ar": "", "name_en": name, "language": "en", "nationality": nationality,
            "university": university, "studied_in": nationality,
        }  # fmt: skip


def _career(career: dict[str, Any], person: dict[str, Any], draw: Random) -> dict[str, Any]:
    """A degree, and up to two posts after it; the last one goes on."""
    today, language = timezone.localdate(), person["language"]
    age = draw.randint(24, 44)
    degree = today.year - age + AGE_AT_DEGREE
    education = [[career["level"], career[f"subject_{language}"], person["university"], person["studied_in"], degree]]
    return {
        "date_of_birth": date(today.year - age, draw.randint(1, 9), draw.randint(1, 28)),
        "education": education,
        "experience": list(_posts(career, person, draw, since=degree)),
    }


def _posts(career: dict[str, Any], person: dict[str, Any], draw: Random, *, since: int) -> Iterator[list[str]]:
    language, this_year = person["language"], timezone.localdate().year
    if this_year - since < 2:
        return
    positions = career[f"positions_{language}"]
    if language == "ar":
        positions = [forms[0 if person["gender"] == "men" else 1] for forms in positions]
    changed = since + max(1, (this_year - since) // 2)
    employers = draw.sample(career[f"employers_{language}"], k=min(2, len(career[f"employers_{language}"])))
    yield [positions[0], employers[0], "AE", f"{since}-10-01", f"{changed}-08-31", ""]
    if changed < this_year - 1:
        yield [positions[1], employers[-1], "AE", f"{changed}-09-15", "", draw.choice(career[f"duties_{language}"])]


def _told(told: dict[str, Any], end: str, number: int, language: str) -> dict[str, str]:
    """What is written about each end, by the recruiter in both languages or by the applicant in his own."""
    if end == ApplicationState.REJECTED:
        reason, arabic, english = told["rejected"][number % len(told["rejected"])]
        return {"reason_code": reason, "public_reason_ar": arabic, "public_reason_en": english}
    if end in (ApplicationState.INFORMATION_REQUESTED, "answered"):
        arabic, english = told["asked"][number % len(told["asked"])]
        return {"items_ar": arabic, "items_en": english}
    if end == ApplicationState.WITHDRAWN:
        reasons = told[f"withdrawals_{language}"]
        return {"withdrawal_reason": reasons[number % len(reasons)]}
    return {}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
