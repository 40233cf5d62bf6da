from datetime import timedelta

from ._environment import env

AUTH_USER_MODEL = "accounts.User"
# One backend that looks at passwords: with two, a wrong one takes longer where there is an account.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"length": 6, "numeric": True, "dashed": False}
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_CODE_FORMAT = {"length": 6, "numeric": True, "dashed": False}
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailForm",
    "reset_password": "accounts.forms.ResetForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmResetForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
# axes counts wrong passwords by person and address; allauth's own count would lock the person out everywhere.
# A whole ministry may sit behind one address: 300 signs-in a minute are no attack yet.
ACCOUNT_RATE_LIMITS = {"login_failed": "", "login": "300/m/ip"}

# Employees need a second factor; customers may have one.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "accounts.second_factor_forms.SetUpForm",
    "deactivate_totp": "accounts.second_factor_forms.TurnOffForm",
    "authenticate": "accounts.second_factor_forms.ProveForm",
    "reauthenticate": "accounts.second_factor_forms.ProveAgainForm",
    "generate_recovery_codes": "accounts.second_factor_forms.NewCodesForm",
}

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.adapter.who_tries"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken"]
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", default=0)
# By the same rule: behind a proxy its own address would stand for everybody's, and lock the person out elsewhere too.
AXES_CLIENT_IP_CALLABLE = "accounts.adapter.client_address"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_CITIZEN = timedelta(minutes=60)
SESSION_IDLE_STAFF = timedelta(minutes=30)
SESSION_LONGEST_STAFF = timedelta(hours=8)
