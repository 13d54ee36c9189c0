"""Sign-in, the second factor, one's own profile, members and teams.

The names of allauth's own pages are kept: its code asks for them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from comptoir.accounts.views import entrance, members, profile, roles, teams, tokens

urlpatterns = [
    path("sign-in/", entrance.SignIn.as_view(), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("switched-off/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("invite/<str:token>", entrance.invitation, name="account_invitation"),
    # Passwords
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", entrance.PasswordReset.as_view(), name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # The second factor
    path("security/", second_factor.index, name="mfa_index"),
    path("security/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("security/confirm/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("security/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "security/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "security/codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    # One's own
    path("profile", profile.profile, name="account_profile"),
    path("keys", profile.keys, name="account_keys"),
    path("sessions/", profile.sessions, name="usersessions_list"),
    path("sessions/<int:session_id>/end", profile.end_session, name="account_end_session"),
    path("sessions/end-others", profile.end_other_sessions, name="account_end_other_sessions"),
    # API tokens
    path("tokens", tokens.token_list, name="account_tokens"),
    path("tokens/make", tokens.make_token, name="account_make_token"),
    path("tokens/<int:token_id>/revoke", tokens.revoke_token, name="account_revoke_token"),
    # Members and teams
    path("members", members.member_list, name="account_members"),
    path("members/invite", members.invite, name="account_invite"),
    path("members/<int:member_id>", members.member_detail, name="account_member"),
    path("members/<int:member_id>/grant", members.add_grant, name="account_add_grant"),
    path("members/<int:member_id>/ungrant", members.remove_grant, name="account_remove_grant"),
    path("members/<int:member_id>/languages", members.set_languages, name="account_languages"),
    path("members/<int:member_id>/switch-off", members.switch_off, name="account_switch_off"),
    path("members/<int:member_id>/switch-on", members.switch_on, name="account_switch_on"),
    path(
        "invitations/<int:invitation_id>/revoke",
        members.revoke_invitation,
        name="account_revoke_invitation",
    ),
    path("roles", roles.role_list, name="account_roles"),
    path("teams", teams.team_list, name="account_teams"),
    path("teams/create", teams.create_team, name="account_create_team"),
    path("teams/<int:team_id>", teams.team_detail, name="account_team"),
]
