from allauth.account import views as allauth_views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from django.urls import include, path

from accounts import views
from accounts.views import plainly_answered as answered

own = (
    [
        path("account/", views.home, name="home"),
        path("account/profile/", views.profile, name="profile"),
        path("account/messages/", views.own_messages, name="messages"),
        path("account/messages/<uuid:pk>/", views.own_message, name="message"),
        path("account/stay/", views.stay, name="stay"),
        path("account/sessions/", views.own_sessions, name="sessions"),
    ],
    "accounts",
)
# allauth's names stay, its pages and addresses are ours.
urlpatterns = [
    path("", include(own)),
    path("account/sign-in/", views.sign_in, name="account_login"),
    path("account/sign-up/", answered(allauth_views.signup), name="account_signup"),
    path("account/sign-out/", allauth_views.logout, name="account_logout"),
    path("account/confirm/", answered(allauth_views.email_verification_sent), name="account_email_verification_sent"),
    path("account/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("account/confirm-person/", answered(allauth_views.reauthenticate), name="account_reauthenticate"),
    path("account/password/", answered(allauth_views.password_change), name="account_change_password"),
    path("account/password/set/", answered(allauth_views.password_set), name="account_set_password"),
    path("account/password/reset/", answered(allauth_views.password_reset), name="account_reset_password"),
    path(
        "account/password/reset/code/",
        answered(allauth_views.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "account/password/reset/new/",
        answered(allauth_views.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "account/password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("account/second-step/", second_factor.index, name="mfa_index"),
    path("account/second-step/code/", answered(second_factor.authenticate), name="mfa_authenticate"),
    path("account/confirm-person/code/", answered(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("account/second-step/app/", answered(app.activate_totp), name="mfa_activate_totp"),
    path("account/second-step/app/off/", answered(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/second-step/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-step/codes/new/",
        answered(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("account/second-step/codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/email/", views.profile, name="account_email"),
]
