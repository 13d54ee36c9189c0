"""The only writers of members, invitations, teams and sessions."""

from comptoir.accounts.services.invitations import accept_invitation, invite, revoke_invitation
from comptoir.accounts.services.members import (
    add_member,
    change_grants,
    create_admin,
    switch_off,
    switch_on,
)
from comptoir.accounts.services.passwords import mail_password_reset, request_password_reset
from comptoir.accounts.services.profiles import (
    SPOKEN,
    choose_after_sending,
    choose_keys,
    set_languages,
    update_profile,
)
from comptoir.accounts.services.restoring import forget_mails
from comptoir.accounts.services.security import (
    note_failed_sign_in,
    note_password_change,
    note_second_factor,
    note_sign_in,
    note_sign_out,
)
from comptoir.accounts.services.sessions import end_other_sessions, end_session
from comptoir.accounts.services.teams import create_team, rename_team, set_membership
from comptoir.accounts.services.tokens import make_token, revoke_token
from comptoir.accounts.services.visitors import (
    ask_for_pass,
    ask_for_proof,
    asked_address,
    come_in_by_code,
    come_in_by_link,
    end_all_visits,
    end_visit,
    find_pass,
    forget_passes,
    mail_pass,
    prove_by_code,
)

__all__ = [
    "SPOKEN",
    "accept_invitation",
    "add_member",
    "ask_for_pass",
    "ask_for_proof",
    "asked_address",
    "change_grants",
    "choose_after_sending",
    "choose_keys",
    "come_in_by_code",
    "come_in_by_link",
    "create_admin",
    "create_team",
    "end_all_visits",
    "end_other_sessions",
    "end_session",
    "end_visit",
    "find_pass",
    "forget_mails",
    "forget_passes",
    "invite",
    "mail_pass",
    "mail_password_reset",
    "make_token",
    "note_failed_sign_in",
    "note_password_change",
    "note_second_factor",
    "note_sign_in",
    "note_sign_out",
    "prove_by_code",
    "rename_team",
    "request_password_reset",
    "revoke_invitation",
    "revoke_token",
    "set_languages",
    "set_membership",
    "switch_off",
    "switch_on",
    "update_profile",
]
