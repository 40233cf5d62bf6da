"""Periods, quorums and least ages: the law of the deploying government decides, these are the defaults."""

from datetime import timedelta

from ._environment import env

VACANCY_LEAST_OPEN = timedelta(hours=env.int("VACANCY_LEAST_OPEN_HOURS", default=24 * 5))
VACANCY_LEAST_AGE = env.int("VACANCY_LEAST_AGE", default=18)
# Days within which a decision about an application or a bid may be objected to (التظلّم).
OBJECTION_DAYS = env.int("OBJECTION_DAYS", default=10)
# So long a decision about an application is shown and told to nobody outside, and can be undone. 0: at once.
DECISION_UNDO = timedelta(minutes=env.int("DECISION_UNDO_MINUTES", default=30))
# So much time an applicant has at least to answer a request for information.
INFORMATION_LEAST = timedelta(hours=env.int("INFORMATION_LEAST_HOURS", default=24))
CLOSING_SOON = timedelta(days=env.int("CLOSING_SOON_DAYS", default=3))
TENDER_LEAST_WORKING_DAYS = env.int("TENDER_LEAST_WORKING_DAYS", default=10)
TENDER_QUORUM = env.int("TENDER_QUORUM", default=2)
TENDER_COMMITTEE = env.int("TENDER_COMMITTEE", default=3)
TENDER_SINGLE_BID_NEEDS_REASON = env.bool("TENDER_SINGLE_BID_NEEDS_REASON", default=True)
# Once prices are known, two approvers have to agree to a cancellation, beside the buyer who asks for it.
TENDER_CANCELLATION_AFTER_OPENING_BY_TWO = env.bool("TENDER_CANCELLATION_AFTER_OPENING_BY_TWO", default=True)
ATTENDANCE_VALID = timedelta(minutes=env.int("ATTENDANCE_VALID_MINUTES", default=30))
WORKING_DAYS = (0, 1, 2, 3, 4)  # Monday to Friday (UAE federal government since 2022)
WORKING_HOURS = (8, 15)
HOLIDAY_COUNTRY = env.str("HOLIDAY_COUNTRY", default="AE")
# Prefix of every tender's OCDS number; a deployment registers its own with the Open Contracting Partnership.
OCID_PREFIX = env.str("OCID_PREFIX", default="ocds-oasis1")
# Letters about saved searches that are gathered by day or week go out at this hour and day (0: Monday) of the portal's zone.
ALERTS_HOUR = env.int("ALERTS_HOUR", default=7)
ALERTS_WEEKDAY = env.int("ALERTS_WEEKDAY", default=0)
