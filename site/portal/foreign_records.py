"""What the packages that we build on keep about people; each of our own models says it itself (shared.privacy)."""

from shared.privacy import Purpose, declare

ACCOUNT = Purpose("contract", "identity")
CONTACT = Purpose("contract", "contact")
SECRET = Purpose("contract", "secret")
SECURITY = Purpose("task", "security")
WORK = Purpose("law", "accountability")
WRITTEN = Purpose("task", "work")

RECORDS: dict[str, dict[str, Purpose]] = {
    "account.EmailAddress": {"user": ACCOUNT, "email": CONTACT},
    "mfa.Authenticator": {"user": ACCOUNT, "data": SECRET, "last_used_at": SECURITY},
    "usersessions.UserSession": {
        "user": ACCOUNT, "ip": SECURITY, "user_agent": SECURITY, "session_key": SECRET, "last_seen_at": SECURITY,
    },
    "sessions.Session": {"session_key": SECRET, "session_data": SECURITY},
    "axes.AccessAttempt": {
        "username": SECURITY, "ip_address": SECURITY, "user_agent": SECURITY, "get_data": SECURITY, "post_data": SECURITY,
    },
    "wagtailcore.Page": {"owner": WORK, "locked_by": WORK},
    "wagtailcore.Revision": {"user": WORK},
    "wagtailcore.PageLogEntry": {"user": WORK},
    "wagtailcore.ModelLogEntry": {"user": WORK},
    "wagtailcore.Comment": {"user": WORK, "text": WRITTEN, "resolved_by": WORK},
    "wagtailcore.CommentReply": {"user": WORK, "text": WRITTEN},
    "wagtailcore.PageSubscription": {"user": WRITTEN},
    "wagtailcore.WorkflowState": {"requested_by": WORK},
    "wagtailcore.TaskState": {"finished_by": WORK, "comment": WRITTEN},
    "wagtailcore.UploadedFile": {"uploaded_by_user": WORK, "file": WRITTEN},
    "wagtailadmin.EditingSession": {"user": WRITTEN, "last_seen_at": WRITTEN},
    "wagtailadmin.FormState": {"user": WRITTEN, "data": WRITTEN},
    "wagtailusers.UserProfile": {"user": WRITTEN, "avatar": WRITTEN, "preferred_language": WRITTEN},
    "wagtail_localize.StringTranslation": {"last_translated_by": WORK},
    "wagtail_localize.SegmentOverride": {"last_translated_by": WORK},
}  # fmt: skip
# Tables that come with a package and that nothing here writes to.
UNUSED = frozenset(
    {"admin.LogEntry", "axes.AccessFailureLog", "axes.AccessLog", "wagtailcore.APIToken", "wagtaildocs.Document", "wagtailimages.Image"}
)  # fmt: skip


def declare_all() -> None:
    for label, personal in RECORDS.items():
        declare(label, personal)
