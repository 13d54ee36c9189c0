"""What accounts tells the pages, the live streams and allauth."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comptoir.accounts import access, queries, services
from comptoir.accounts.models import Member
from comptoir.accounts.parties import party_names
from comptoir.accounts.tokens import as_they_are, caller_of
from comptoir.accounts.viewers import Viewer
from comptoir.accounts.visitors import viewers_of_visits
from comptoir.journal.origins import came_from, origin_of
from comptoir.live.slots import SESSIONS, TOPICS
from comptoir.rest.slots import CALLERS, FIELDS, RESOURCES, Resource
from comptoir.ui.slots import (
    MAY,
    MEMBER_MENU,
    NAVIGATION,
    SETTINGS,
    STYLES,
    Entry,
    SettingsPage,
    Topic,
)


def _may(request: HttpRequest, permission: str) -> bool:
    actor = getattr(request, "actor", None)
    return actor is not None and access.may_somewhere(actor, permission)


def _follows_himself(viewer: Viewer, member_id: int | None) -> bool:
    return member_id == viewer.id


MAY.plug("accounts", _may)
SESSIONS.plug("members", queries.viewers_of_sessions)
SESSIONS.plug("visitors", viewers_of_visits)
TOPICS.plug("member", _follows_himself)

STYLES.plug("accounts", "accounts/accounts.css")
STYLES.plug("settings", "accounts/settings.css")
STYLES.plug("api", "accounts/api.css")
CALLERS.plug("tokens", caller_of)
RESOURCES.plug("member", Resource("members/{id}", as_they_are))
RESOURCES.plug("team", Resource("", as_they_are))
FIELDS.plug("audience", party_names)
MEMBER_MENU.plug("profile", Entry("profile", _("Your profile"), "person", "account_profile"))
MEMBER_MENU.plug("security", Entry("security", _("Password and second factor"), "key", "mfa_index"))
NAVIGATION.plug(
    "settings",
    Entry("settings", _("Settings"), "gear", "settings", letter="KeyS", order=90, pages=SETTINGS),
)
SETTINGS.plug(
    "members",
    SettingsPage(
        Topic.PEOPLE,
        _("Members"),
        _("Who signs in here, with which roles, and who is invited."),
        "people",
        "account_members",
        permission="accounts.invite",
        under="/account/invitations/",
        order=10,
    ),
)
SETTINGS.plug(
    "teams",
    SettingsPage(
        Topic.PEOPLE,
        _("Teams"),
        _("Who works together and is given conversations together."),
        "operator",
        "account_teams",
        permission="accounts.teams",
        order=20,
    ),
)
SETTINGS.plug(
    "roles",
    SettingsPage(
        Topic.PEOPLE,
        _("Roles"),
        _("What each role may, and who has it."),
        "shield",
        "account_roles",
        permission="accounts.invite",
        order=30,
    ),
)
SETTINGS.plug(
    "tokens",
    SettingsPage(
        Topic.MACHINE,
        _("API tokens"),
        _("What lets your programs work here in a member’s name."),
        "key",
        "account_tokens",
        permission="accounts.tokens",
        order=20,
    ),
)


def _password_changed(user: Member, **_kwargs: Any) -> None:
    services.note_password_change(member=user)


def _factor_added(user: Member, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Recovery codes come and go with the app: they are not worth a mail of their own."""
    if authenticator.type == Authenticator.Type.TOTP:
        services.note_second_factor(member=user, added=True)


def _factor_removed(user: Member, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        services.note_second_factor(member=user, added=False)


def _came_in(request: HttpRequest, user: Member, **_kwargs: Any) -> None:
    with came_from(origin_of(request)):
        services.note_sign_in(member=user)


def _went(request: HttpRequest, user: Member | None, **_kwargs: Any) -> None:
    if user is not None:
        with came_from(origin_of(request)):
            services.note_sign_out(member=user)


def _was_refused(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    if request is None:
        return
    typed = credentials.get("email") or credentials.get("username") or ""
    with came_from(origin_of(request)):
        services.note_failed_sign_in(typed=str(typed))


account_signals.user_logged_in.connect(_came_in)
user_logged_out.connect(_went)
user_login_failed.connect(_was_refused)
account_signals.password_changed.connect(_password_changed)
account_signals.password_set.connect(_password_changed)
account_signals.password_reset.connect(_password_changed)
mfa_signals.authenticator_added.connect(_factor_added)
mfa_signals.authenticator_removed.connect(_factor_removed)
