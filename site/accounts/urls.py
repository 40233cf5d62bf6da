from allauth.account import views as allauth_views
from django.urls import include, path

from accounts import views

own = (
    [
        path("account/", views.home, name="home"),
        path("account/profile/", views.profile, name="profile"),
    ],
    "accounts",
)
# allauth's names stay, its pages and addresses are ours.
urlpatterns = [
    path("", include(own)),
    path("account/sign-in/", views.sign_in, name="account_login"),
    path("account/sign-up/", allauth_views.signup, name="account_signup"),
    path("account/sign-out/", allauth_views.logout, name="account_logout"),
    path("account/confirm/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    path("account/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("account/confirm-person/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", allauth_views.password_change, name="account_change_password"),
    path("account/password/set/", allauth_views.password_set, name="account_set_password"),
    path("account/password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/code/",
        allauth_views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("account/password/reset/new/", allauth_views.complete_password_reset, name="account_complete_password_reset"),
    path(
        "account/password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("account/email/", views.profile, name="account_email"),
]
