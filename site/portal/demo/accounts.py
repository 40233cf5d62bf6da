"""The people of the demo world. Fictional; one password, printed at the start."""

from dataclasses import dataclass

PASSWORD = "oasis-city-2026"


@dataclass(frozen=True)
class Account:
    """`roles` is a list of (role, entity code or None); customers have none."""

    name_ar: str
    name_en: str
    title_en: str
    roles: tuple[tuple[str, str | None], ...] = ()
    language: str = "ar"


ACCOUNTS: dict[str, Account] = {
    "seeker@demo.example": Account("سلمى أحمد المنصوري", "Salma Ahmed Al Mansoori", "job seeker (Arabic)"),
    "seeker2@demo.example": Account("", "Rahul Menon", "job seeker (English)", language="en"),
    "supplier@demo.example": Account("خالد سعيد الكتبي", "Khalid Saeed Al Ketbi", "supplier: Al Waha Contracting"),
    "supplier2@demo.example": Account("ليلى يوسف", "Layla Youssef", "supplier: Palm Systems", language="en"),
    "recruiter@demo.example": Account(
        "مريم علي الشامسي", "Maryam Ali Al Shamsi", "recruiter, municipality", (("recruiter", "MUN"),)
    ),
    "recruitment.approver@demo.example": Account(
        "راشد محمد النعيمي",
        "Rashid Mohammed Al Nuaimi",
        "approves vacancies, municipality",
        (("recruitment_approver", "MUN"),),
    ),
    "buyer@demo.example": Account(
        "هند سالم الظاهري", "Hind Salem Al Dhaheri", "buyer, municipality", (("buyer", "MUN"),)
    ),
    "tender.approver@demo.example": Account(
        "سعيد خلفان المهيري",
        "Saeed Khalfan Al Muhairi",
        "approves tenders, municipality",
        (("tender_approver", "MUN"),),
    ),
    "chair@demo.example": Account(
        "أحمد عبدالله الزعابي", "Ahmed Abdullah Al Zaabi", "chair of opening committees", (("auditor", "FIN"),)
    ),
    "member@demo.example": Account(
        "فاطمة حسن البلوشي", "Fatima Hassan Al Balushi", "member of opening committees", (("auditor", "FIN"),)
    ),
    "secretary@demo.example": Account(
        "عمر إبراهيم الحوسني", "Omar Ibrahim Al Hosani", "secretary of opening committees", (("auditor", "FIN"),), "en"
    ),
    "verifier@demo.example": Account(
        "نورة جاسم المرزوقي", "Noura Jasim Al Marzooqi", "verifies suppliers", (("supplier_verifier", None),)
    ),
    "editor@demo.example": Account(
        "عائشة راشد الكعبي", "Aisha Rashid Al Kaabi", "editor, e-government", (("editor", "EGV"),)
    ),
    "publisher@demo.example": Account(
        "عبدالله حمد الكندي",
        "Abdullah Hamad Al Kindi",
        "approves services, e-government",
        (("entity_admin", "EGV"),),
    ),
    "entity.admin@demo.example": Account(
        "محمد سيف الرميثي",
        "Mohammed Saif Al Rumaithi",
        "entity administrator, municipality",
        (("entity_admin", "MUN"),),
    ),
    "operator@demo.example": Account(
        "يوسف ناصر العامري", "Yousef Nasser Al Ameri", "system operator", (("operator", None),)
    ),
    "platform.admin@demo.example": Account(
        "شيخة خميس السويدي", "Shaikha Khamis Al Suwaidi", "platform administrator", (("platform_admin", None),)
    ),
}
