"""What the page of components says: each block after the sentence that tells when it is the right one."""

from typing import Any

Blocks = list[tuple[str, Any]]


def _both(ar: str, en: str) -> dict[str, str]:
    return {"ar": ar, "en": en}


def _body(language: str) -> Blocks:
    def say(text: dict[str, str]) -> str:
        return text[language]

    def p(ar: str, en: str) -> str:
        return f"<p>{say(_both(ar, en))}</p>"

    def t(ar: str, en: str) -> str:
        return say(_both(ar, en))

    def part(ar: str, en: str, when_ar: str, when_en: str) -> Blocks:
        return [("heading", t(ar, en)), ("text", p(when_ar, when_en))]

    return [
        *part("النص", "Text",
              "فقرات قصيرة، وقوائم، وكلمات بارزة عند الحاجة، وروابط تقول إلى أين تأخذ القارئ.",
              "Short paragraphs, lists, a bold word where it is needed, and links that say where they lead."),
        ("text", p("يفتح مركز خدمة المتعاملين أبوابه <b>من الاثنين إلى الجمعة</b>.",
                   "The customer service centre is open <b>from Monday to Friday</b>.")
         + "<ul><li>" + t("أحضر أصل الوثيقة.", "Bring the original document.") + "</li><li>"
         + t("احتفظ برقم الطلب.", "Keep the number of your application.") + "</li></ul>"),
        *part("المربع البارز", "Callout", "لما يجب ألا يفوت القارئ، مرة واحدة في الصفحة.",
              "For what a reader must not miss, once a page."),
        ("callout", {"title": t("قبل أن تبدأ", "Before you start"),
                     "text": p("تحتاج إلى هوية سارية المفعول.", "You need an identity card that is still valid.")}),
        *part("الخطوات", "Steps", "لما يُعمل بالترتيب.", "For what is done in order."),
        ("steps", {"steps": [p("اختر الخدمة من الدليل.", "Choose the service from the catalogue."),
                             p("أرفق المستندات المطلوبة.", "Attach the required documents."),
                             p("ادفع الرسوم واحتفظ بالإيصال.", "Pay the fee and keep the receipt.")]}),
        *part("القائمة القابلة للطي", "Accordion", "لأسئلة كثيرة لا يحتاج أحد إليها كلها.",
              "For many questions of which nobody needs all."),
        ("accordion", {"items": [
            {"title": t("كم تستغرق المعاملة؟", "How long does it take?"), "text": p("ثلاثة أيام عمل.", "Three working days.")},
            {"title": t("هل يمكن سحب الطلب؟", "Can I withdraw my application?"),
             "text": p("نعم، في أي وقت قبل صدور القرار.", "Yes, at any time before the decision.")}]}),
        *part("الجدول", "Table", "لما يُقارَن، وله عناوين أعمدة.", "For what is compared; it always has column headings."),
        ("table", {"columns": [{"type": "text", "heading": t("المركز", "Centre")},
                               {"type": "number", "heading": t("المعاملات في 2025", "Transactions in 2025")}],
                   "rows": [{"values": [t("مركز النخيل", "Al Nakheel centre"), "15240"]},
                            {"values": [t("مركز الواحة", "Al Waha centre"), "9875.5"]}],
                   "caption": t("معاملات المراكز", "Transactions by centre")}),
        *part("الصورة", "Picture", "مع نص بديل يصف ما فيها لمن لا يراها، أو مع إقرار بأنها للزينة.",
              "With a text that says what it shows to those who cannot see it, or the statement that it is decoration."),
        ("picture", None),
        *part("المستند", "Document", "ملف للتنزيل، مع نوعه وحجمه.", "A file to download, with its type and size."),
        ("document", None),
        *part("الاقتباس", "Quotation", "كلام شخص بعينه، مع اسمه وصفته.", "Somebody's own words, with name and office."),
        ("quote", {"text": t("الخدمة الجيدة هي التي لا يحتاج المتعامل إلى السؤال عنها.",
                             "A good service is one that nobody has to ask about."),
                   "source": t("مدير مركز خدمة المتعاملين", "Director of the customer service centre")}),
        *part("بطاقة الخدمة", "Service card", "خدمة من الدليل برسومها ومدتها كما هي الآن.",
              "A service of the catalogue with its fee and time as they stand now."),
        ("service", None),
        *part("قائمة الوظائف والمناقصات والخدمات", "Listing of jobs, tenders and services",
              "تتجدد من تلقاء نفسها، ولا تُنسخ إلى الصفحة.", "It renews itself; nothing is copied into the page."),
        ("listing", {"kind": "vacancies", "entity": "", "most": 2}),
        ("listing", {"kind": "tenders", "entity": "", "most": 2}),
        ("listing", {"kind": "services", "entity": "", "most": 2}),
        *part("بيانات التواصل", "Contact", "جهة واحدة يُسأل عنها، وكيف ومتى.", "One place to ask, how and when."),
        ("contact", {"name": t("مركز خدمة المتعاملين", "Customer service centre"), "phone": "+971 2 555 0123",
                     "email": "service@oasis.example", "place": t("شارع السوق، مدينة الواحة", "Market Street, Oasis City"),
                     "hours": t("من الاثنين إلى الجمعة، من 8:00 صباحًا إلى 3:00 عصرًا", "Monday to Friday, 8:00 am to 3:00 pm")}),
        *part("الأرقام البارزة", "Figures", "رقمان أو ثلاثة يتذكرها القارئ.", "Two or three numbers that a reader will remember."),
        ("figures", {"figures": [
            {"number": "62", "label": t("خدمة في الدليل", "services in the catalogue")},
            {"number": "96%", "label": t("من المعاملات في موعدها", "of transactions on time")},
            {"number": "40", "label": t("جهة حكومية تشترك في الأنظمة", "entities that share the systems")}],
            "source": t("دائرة الحكومة الإلكترونية، 2025", "Department of e-Government, 2025")}),
        *part("الرسم البياني", "Chart", "عنوانه جملة تقول ما يُستنتج منه، وأرقامه في جدول تحته.",
              "Its title is a sentence that says what it shows; its numbers stand in a table below."),
        ("chart", {"title": t("أسرع الخدمات إنجازًا هي تجديد المركبات", "Renewing a vehicle licence is the fastest service"),
                   "kind": "hbar", "of_what": t("الخدمة", "Service"), "unit": t("متوسط الأيام", "Days on average"),
                   "points": [{"label": t("تجديد رخصة مركبة", "Vehicle licence renewal"), "value": "1.5"},
                              {"label": t("إصدار رخصة تجارية", "Trade licence"), "value": "3"},
                              {"label": t("منحة إسكان", "Housing grant"), "value": "12"}],
                   "source": t("سجل المعاملات، 2025", "Register of transactions, 2025")}),
        ("chart", {"title": t("تضاعفت الطلبات الإلكترونية في خمس سنوات", "Online applications doubled in five years"),
                   "kind": "line", "of_what": t("السنة", "Year"), "unit": t("طلبات إلكترونية", "Online applications"),
                   "points": [{"label": year, "value": value} for year, value in
                              (("2021", "21400"), ("2022", "25800"), ("2023", "31000"), ("2024", "37250"), ("2025", "43900"))],
                   "source": ""}),
        *part("الفيديو", "Video", "رابط إلى الفيديو، مع كل ما يقال ويُعرض فيه.", "A link to the film, with all that is said and shown."),
        ("video", {"title": t("كيف تقدّم طلبًا؟", "How do I apply?"), "url": "https://video.oasis.example/apply", "minutes": 3,
                   "transcript": p("تظهر الصفحة الرئيسية. الراوي: اختر الخدمة، ثم «ابدأ الخدمة».",
                                   "The home page is shown. Narrator: choose the service, then “Start the service”.")}),
    ]  # fmt: skip


TEXTS: dict[str, dict[str, Any]] = {
    "ar": {
        "title": "عناصر الصفحات",
        "summary": "كل ما يستطيع المحرر أن يبني منه صفحة، ومتى يكون كل عنصر هو الأنسب.",
        "body": _body("ar"),
    },
    "en": {
        "title": "Page components",
        "summary": "Everything an editor can build a page from, and when each is the right one.",
        "body": _body("en"),
    },
}
