"""Who may what, by hand: this page and the program must agree.

A permission says which roles hold it. A rule says which permission an address asks, and where it
must be held. A new address goes into the rule of its permission, with a form in FORMS if it acts.
"""

from dataclasses import dataclass
from enum import Enum, auto

READERS = "viewer trainee agent lead compliance administrator"
WRITERS = "trainee agent lead administrator"
SENDERS = "agent lead administrator"
LEADERS = "lead administrator"
ADMINISTRATORS = "administrator"

ROLES = {
    "accounts.follow": ADMINISTRATORS,
    "accounts.invite": LEADERS,
    "accounts.manage": ADMINISTRATORS,
    "accounts.read": READERS,
    "accounts.teams": LEADERS,
    "accounts.tokens": "agent lead compliance administrator",
    "automation.approve": LEADERS,
    "automation.give_voucher": SENDERS,
    "automation.mail_many": SENDERS,
    "automation.propose": SENDERS,
    "automation.use": WRITERS,
    "automation.vouchers": LEADERS,
    "channels.go_on": ADMINISTRATORS,
    "channels.health": ADMINISTRATORS,
    "channels.judge_senders": SENDERS,
    "channels.manage": ADMINISTRATORS,
    "channels.quarantine": ADMINISTRATORS,
    "channels.read": LEADERS,
    "channels.unblock": LEADERS,
    "commerce.edit_buyer": SENDERS,
    "commerce.import": LEADERS,
    "commerce.labels": LEADERS,
    "commerce.manage_contacts": LEADERS,
    "commerce.merge_buyers": LEADERS,
    "commerce.read": READERS,
    "conversations.approve": LEADERS,
    "conversations.forward": SENDERS,
    "conversations.handle": SENDERS,
    "conversations.note": WRITERS,
    "conversations.read": READERS,
    "conversations.reply": SENDERS,
    "conversations.share_views": LEADERS,
    "conversations.spam": SENDERS,
    "conversations.statuses": ADMINISTRATORS,
    "deadlines.manage": LEADERS,
    "insights.read": "lead compliance administrator",
    "records.audit": "compliance administrator",
    "records.erase": "compliance administrator",
    "records.export": "compliance administrator",
    "records.keeping": ADMINISTRATORS,
    "notices.read": READERS,
    "triage.route": LEADERS,
    "triage.shift": SENDERS,
    "webhooks.manage": ADMINISTRATORS,
}


class Where(Enum):
    """Where a permission must be held: anywhere at all, for the team of what is touched, for the
    whole house, or by the one member whose thing it is."""

    SOMEWHERE = auto()
    HERE = auto()
    HOUSE = auto()
    OWN = auto()


ANY_MEMBER = ""
KERAMOS_ADDRESS = "hello@keramos.example"


@dataclass(frozen=True, slots=True)
class Rule:
    """`gets` show, `posts` act; names of addresses below `space`, "" for those without one."""

    permission: str
    where: Where
    space: str
    gets: str = ""
    posts: str = ""

    def ways(self) -> list[tuple[str, str]]:
        shown = [("GET", name) for name in self.gets.split()]
        done = [("POST", name) for name in self.posts.split()]
        prefix = f"{self.space}:" if self.space else ""
        return [(method, prefix + name) for method, name in shown + done]


S, T, H, W = Where.SOMEWHERE, Where.HERE, Where.HOUSE, Where.OWN

RULES = (
    # Lists show each what he may know of: their content is proved by itself.
    Rule(ANY_MEMBER, S, "conversations", "home inbox changes search search_fields palette who_is_here"
         " bulk_running bulk_form bulk_size read_time views new_view view_counts", "leave bulk play bulk_form"),
    Rule("conversations.read", S, "conversations", "", "choose_columns"),
    Rule("conversations.handle", S, "conversations", "own_times", "own_times"),
    Rule(ANY_MEMBER, S, "", "settings"),
    Rule("conversations.read", T, "conversations", "conversation drafts earlier news case_file commands peek composer"
         " mail_frame raw resolve merge split snooze later remind print"
         " ask_outside settle call message_menu report_misdirected",
         "be_here print mark_unread remind forget_reminder preview_outside"),
    Rule("conversations.note", T, "conversations", "", "call save_draft share_draft attach put_picture cancel_later send"),
    Rule("conversations.reply", T, "conversations", "", "undo resend"),
    Rule("conversations.handle", T, "conversations", "", "assign set_reason set_status resolve"
         " merge split settle report_misdirected set_priority tag no_reply_needed pause resume snooze wake"),
    Rule("conversations.forward", T, "conversations", "", "ask_outside"),
    Rule("conversations.forward", S, "conversations", "third_parties"),
    Rule("conversations.forward", H, "conversations", "", "change_third_party"),
    Rule("conversations.spam", T, "conversations", "", "not_spam"),
    Rule("channels.judge_senders", H, "conversations", "", "spam block"),
    Rule("conversations.statuses", S, "conversations", "statuses reasons"),
    Rule("conversations.statuses", H, "conversations", "change_reason",
         "add_reason change_reason move_reason retire_reason"),
    Rule("conversations.statuses", H, "conversations", "change_status",
         "ask_outcome share_drafts add_status change_status move_status remove_status"),
    Rule("conversations.read", W, "conversations", "bulk_run bulk_refused", "bulk_stop bulk_undo"),
    Rule("commerce.edit_buyer", H, "conversations", "", "buyer_note answers_only"
         " label_buyer unlabel_buyer note_on_buyer buyer_answers_only add_buyer_label drop_buyer_label"),
    Rule("commerce.merge_buyers", H, "conversations", "", "merge_buyer separate_identity"
         " merge_into_buyer separate_from_buyer split_buyer"),
    Rule("commerce.read", H, "conversations", "same_person same_as_buyer"),
    Rule("automation.use", S, "automation", "templates new_template template versions",
         "preview draw_picture"),
    Rule("automation.use", T, "automation", "picker uses"),
    Rule("commerce.read", S, "automation", "orders"),
    Rule("commerce.read", S, "conversations", "order buyer"),
    Rule("automation.mail_many", S, "automation", "mailings", "new_mailing"),
    Rule("automation.mail_many", W, "automation", "mailing mailing_progress",
         "word_mailing resume_mailing stop_mailing"),
    Rule("automation.approve", H, "automation", "", "approve decline"),
    Rule("automation.vouchers", S, "automation", "vouchers"),
    Rule("automation.vouchers", H, "automation", "", "close_list"),
    Rule("channels.read", S, "channels", "channel_list profile_list"),
    Rule("channels.manage", H, "channels", "add_mailbox change_channel doors change_profile",
         "add_mailbox change_channel doors check_channel change_profile"),
    Rule("channels.quarantine", S, "channels", "quarantine"),
    Rule("channels.quarantine", H, "channels", "", "try_again discard"),
    Rule("channels.unblock", S, "channels", "blocked_senders"),
    Rule("channels.unblock", H, "channels", "", "unblock"),
    Rule("channels.go_on", H, "channels", "restored", "go_on"),
    Rule("channels.health", S, "channels", "health"),
    Rule("channels.health", H, "channels", "", "run_again discard_job"),
    Rule("commerce.import", S, "commerce", "imports import_template"),
    Rule("commerce.import", H, "commerce", "import_run import_errors", "start_import drop_import"),
    Rule("commerce.labels", S, "commerce", "labels"),
    Rule("commerce.labels", H, "commerce", "change_label", "add_label change_label remove_label"),
    Rule("commerce.manage_contacts", S, "commerce", "sellers"),
    Rule("commerce.manage_contacts", H, "commerce", "seller", "invite_contact remove_contact"),
    Rule("deadlines.manage", S, "deadlines", "promises hours marketplaces"),
    Rule("deadlines.manage", T, "deadlines", "", "set_team_hours"),
    Rule("deadlines.manage", S, "deadlines", "example", "calendar_example"),
    Rule("deadlines.manage", H, "deadlines", "add_promise", "add_promise end_promise"),
    Rule("deadlines.manage", H, "deadlines", "change_policy add_calendar change_calendar"
         " change_preset", "change_policy add_calendar change_calendar choose_default_calendar"
         " change_preset"),
    Rule("deadlines.manage", H, "deadlines", "", "set_due_soon"),
    Rule("conversations.read", T, "conversations", "", "follow unfollow choose_after"),
    Rule(ANY_MEMBER, S, "notices", "list preferences", "look read_all preferences"),
    Rule("insights.read", S, "insights", "today figures_file rows rows_file definitions"),
    Rule("insights.read", S, "insights", "", "reassign"),
    Rule("records.audit", H, "records", "audit", "audit_file"),
    Rule("records.export", H, "records", "person", "ask_export"),
    Rule("records.erase", H, "records", "", "erase"),
    Rule("records.keeping", H, "records", "keeping", "set_days set_channel_days hold lift set_masking"),
    Rule("triage.route", S, "triage", "routing"),
    Rule("triage.route", H, "triage", "", "set_capacity"),
    Rule("triage.route", T, "triage", "", "set_routing"),
    Rule("triage.shift", S, "triage", "shift", "hand_over"),
    Rule("webhooks.manage", S, "webhooks", "webhooks"),
    Rule("webhooks.manage", H, "webhooks", "add_webhook webhook change_webhook",
         "add_webhook change_webhook remove_webhook renew_secret ping replay"),
    Rule("channels.manage", H, "webchat", "add_chat change_chat preview",
         "add_chat change_chat renew_secret"),
    Rule("conversations.read", T, "webchat", "strip"),
    Rule("conversations.reply", T, "webchat", "", "types"),
    Rule("accounts.invite", S, "", "account_members account_roles"),
    Rule("accounts.invite", H, "", "", "account_invite account_revoke_invitation"),
    Rule("accounts.manage", S, "", "account_member"),
    Rule("accounts.manage", H, "", "", "account_add_grant account_remove_grant account_switch_off account_languages"
         " account_switch_on account_create_team"),
    Rule("accounts.teams", S, "", "account_teams"),
    Rule("accounts.teams", T, "", "account_team", "account_team"),
    Rule("accounts.tokens", S, "", "account_tokens", "account_make_token"),
    Rule(ANY_MEMBER, S, "", "account_profile account_keys usersessions_list", "account_keys"),
)  # fmt: skip

# What a program sends, by operation; "{name}" stands for an id of the desk. What asks for nothing
# is sent nothing.
QUERIES = {
    "/conversations/search": "?q=zanzibar",
    "/service/rows": "?figure=received",
    "/service/rows.csv": "?figure=received",
    "/conversations/{conversation_id}/pdf": "?audience=operator",
}

# What stands by itself, with the reason why no rule above speaks of it.
ELSEWHERE = {
    "oneself: allauth's, or one's own things only": "account_logout account_reauthenticate"
    " account_change_password account_set_password mfa_index mfa_authenticate mfa_reauthenticate"
    " mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes"
    " mfa_download_recovery_codes account_end_session account_end_other_sessions"
    " account_revoke_token conversations:remove_file conversations:edit_view"
    " conversations:duplicate_view conversations:move_view conversations:remove_view"
    " notices:open notices:read notices:add_browser notices:remove_browser notices:try_push"
    " conversations:take_back automation:drop automation:run triage:see_handed triage:go_away"
    " triage:come_back",
    "for strangers: whoever asks is nobody yet": "account_login account_signup account_inactive"
    " account_invitation account_reset_password account_reset_password_done"
    " account_reset_password_from_key account_reset_password_from_key_done",
    "the same for everybody": "notices:worker notices:newest ui:style ui:asset api_reference rest:description"
    " rest:nothing_here rest:api-1.0.0:api-root",
    "opened by a signed link only": "records:export conversations:file conversations:thumb conversations:page"
    " automation:drawn_picture",
    "opened by a secret of the provider": "connectors_email:postmark connectors_email:raw"
    " connectors_email:oauth_callback",
    "depends on what the object is: tests/connectors/email, tests/conversations": "connectors_email:oauth_start conversations:write_first conversations:take_draft"
    " conversations:approve"
    " conversations:send_back conversations:unmerge conversations:unsplit conversations:undo_outside conversations:call_about automation:pick channels:download",
    "for strangers on a shop's page, by their browser's key: tests/connectors/webchat": "webchat:script webchat:hello webchat:visit webchat:messages webchat:say webchat:beat"
    " webchat:prove webchat:end webchat:past webchat:stream webchat:file",
    "checks each topic by itself: tests/live": "live:stream live:poll",
    "what each template asks depends on its reach: tests/automation": "automation:archive"
    " automation:unarchive automation:add_file automation:remove_file automation:restore"
    " automation:picture automation:give",
}

# A stream gives its connection back, and the desk would be gone: its topics are asked apart.
DOOR_OPEN = "enter code link leave leave_everywhere language stream"
DOOR_LISTS = "home begin"
DOOR_OWN = "order conversation answer news poll"
DOOR_FILES = "file thumb page"

_CHAT = {
    "name": "Chat",
    "language": "en",
    "accent": "teal",
    "ask_name": "may",
    "ask_mail": "may",
    "undo_seconds": "0",
}
FORMS: dict[str, dict[str, str]] = {
    "webchat:add_chat": _CHAT,
    "webchat:change_chat": _CHAT,
    "conversations:send": {"mode": "reply", "text": "It left.", "audience": "1"},
    "conversations:save_draft": {"mode": "note", "text": "half"},
    "conversations:assign": {"member": "me"},
    "conversations:set_reason": {"reason": "refund_request"},
    "conversations:set_status": {"status": "resolved"},
    "conversations:set_priority": {"priority": "2"},
    "conversations:tag": {"add": "fragile"},
    "conversations:snooze": {"typed": "in 3 days"},
    "conversations:remind": {"typed": "in 3 days"},
    "conversations:merge": {"typed": "{beside}"},
    "conversations:split": {"message": "{message_id}"},
    "conversations:ask_outside": {"address": "x@parcels.example", "text": "?", "sure": "1"},
    "conversations:call": {"party": "buyer", "minutes": "1"},
    "conversations:settle": {"sides": "leave"},
    "conversations:change_third_party": {"name": "Parcels"},
    "conversations:resolve": {"outcome": "information"},
    "conversations:ask_outcome": {"asked": "1"},
    "conversations:share_drafts": {"shared": "0"},
    "conversations:add_status": {"label_agent": "Later", "label_buyer": "", "category": "open"},
    "conversations:add_reason": {"name_en": "Assembly"},
    "conversations:answers_only": {"only": "1"},
    "automation:new_mailing": {"order": "{order_id}"},
    "automation:word_mailing": {"text": "It left."},
    "conversations:buyer_note": {"note": "Calls late.", "version": "0"},
    "conversations:merge_buyer": {"buyer": "{other_buyer}"},
    "conversations:note_on_buyer": {"note": "Calls late.", "version": "0"},
    "conversations:merge_into_buyer": {"buyer": "{other_buyer}"},
    "conversations:split_buyer": {"buyer": "{other_buyer}"},
    "conversations:separate_from_buyer": {"identity": "{identity}"},
    "conversations:separate_identity": {"identity": "{identity}"},
    "conversations:print": {"audience": "operator"},
    "records:set_days": {"days": "30"},
    "records:set_channel_days": {"chosen": "days", "days": "90"},
    "records:hold": {"number": "{number}", "why": "Dispute"},
    "conversations:be_here": {"tab": "a", "being": "viewing"},
    "deadlines:set_due_soon": {"percent": "25", "minutes": "15"},
    "triage:set_routing": {"mode": "off", "capacity": "5"},
    "triage:set_capacity": {"capacity": "5"},
    "account_create_team": {"name": "Third"},
    "account_team": {"name": "Renamed"},
    "account_invite": {"email": "x@shop.example", "role": "viewer"},
    "account_add_grant": {"role": "viewer", "where": "all"},
    "conversations:label_buyer": {"label": "{label_id}", "why": "Buys for a café."},
    "conversations:unlabel_buyer": {"label": "{label_id}"},
    "conversations:add_buyer_label": {"label": "{label_id}", "why": "Buys for a café."},
    "conversations:drop_buyer_label": {"label": "{label_id}"},
    "commerce:add_label": {"name": "Press", "colour": "blue"},
    "commerce:change_label": {"trade-name": "Trade", "trade-colour": "red"},
    "commerce:invite_contact": {"email": "x@keramos.example", "name": "X"},
    "commerce:remove_contact": {"address": KERAMOS_ADDRESS, "email": KERAMOS_ADDRESS},
}
