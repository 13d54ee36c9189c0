"""What a program sends to each operation of the API; words in braces are ids of the desk."""

from base64 import b64decode

WEEK = ["09:00-18:00"] * 5 + ["", ""]

BODIES: dict[str, dict[str, object]] = {
    "PUT /sellers": {"external_id": "new", "name": "New"},
    "PUT /listings": {"external_id": "new", "title": "New"},
    "PUT /orders": {
        "number": "FR-1",
        "placed_at": "2026-11-01T10:00:00Z",
        "total": {"amount": "5.00", "currency": "EUR"},
        "seller_name": "New",
    },
    "PUT /parcels": {"order_number": "FR-4711", "id": "p1", "carrier": "DHL"},
    "PUT /buyers/{buyer_id}/labels": {"key": "trade"},
    "PUT /buyers/{buyer_id}/answers-only": {"answers_only": True},
    "POST /buyers/{buyer_id}/erasure": {"name": "A Buyer"},
    "PUT /keeping/rules/{kept}": {"days": 60},
    "PUT /keeping/channels/{channel_id}": {"chosen": "ever"},
    "PUT /keeping/masking": {"cards": True, "ibans": True},
    "POST /holds": {"conversation": "{conversation}", "why": "Dispute"},
    "POST /conversations/{conversation_id}/merge": {"into": "{beside_outward}"},
    "POST /conversations/{conversation_id}/replies": {"text": "It left.", "audience": ["buyer"]},
    "POST /conversations/{conversation_id}/split": {"messages": ["{message}"]},
    "POST /conversations/{conversation_id}/side-conversations": {
        "address": "claims@parcels.example",
        "text": "Where is it?",
    },
    "POST /conversations/{conversation_id}/side-letters": {"text": "And now?"},
    "POST /conversations/{conversation_id}/calls": {"direction": "in", "note": "Rang."},
    "POST /orders/{order_id}/calls": {"direction": "in", "note": "Rang."},
    "POST /conversations/{conversation_id}/notes": {"text": "Calls late."},
    "POST /conversations/{conversation_id}/unread": {"since": "{message}"},
    "PUT /conversations/{conversation_id}/scheduled-reply": {
        "text": "It left.",
        "audience": ["buyer"],
        "at": "{tomorrow}",
    },
    "POST /conversations/{conversation_id}/reminders": {"at": "{tomorrow}", "text": "Call"},
    "POST /messages/{message_id}/send-back": {"note": "Warmer, please."},
    "POST /views": {"name": "Late", "query": "is:overdue"},
    "PUT /views/{view_id}": {"name": "Late", "query": "is:overdue"},
    "PUT /shift/languages": {"languages": ["fr"]},
    "POST /shift/hand-over": {"moves": [{"conversation": "{conversation}", "to": "{member_id}"}]},
    "PUT /teams/{team_id}/routing": {"mode": "off", "capacity": 5},
    "PUT /members/{member_id}/capacity": {"capacity": 5},
    "POST /bulk": {"verb": "tag", "value": "storm", "conversations": ["{conversation}"]},
    "POST /templates": {"name": "Mine", "texts": [{"language": "en", "text": "Hello."}]},
    "PATCH /templates/{template_id}": {"name": "Later"},
    "PUT /templates/{template_id}/owner": {"member": "{member_id}"},
    "POST /conversations/{conversation_id}/template-previews": {"text": "Hello."},
    "POST /mailings": {"orders": ["{order}"], "text": "Your parcel is late."},
    "POST /conversations/{conversation_id}/templates/{template_id}/replies": {"text": "It left."},
    "POST /invitations": {"email": "new@elsewhere.example", "role": "viewer"},
    "PATCH /members/{member_id}": {"languages": ["fr"]},
    "PUT /members/{member_id}/grants": {"grants": [{"role": "viewer"}]},
    "POST /teams": {"name": "New"},
    "PATCH /teams/{team_id}": {"name": "There"},
    "POST /calendars": {"name": "New", "time_zone": "Europe/Paris", "week": WEEK},
    "PUT /calendars/{calendar_id}": {"name": "New", "time_zone": "Europe/Paris", "week": WEEK},
    "POST /hours/preview": {},
    "PUT /teams/{team_id}/hours": {"calendar": None},
    "POST /promises": {"name": "New", "kinds": ["first_reply"], "minutes": 60},
    "PUT /promises/{promise_id}": {"minutes": 60, "is_enabled": True},
    "PUT /presets/{preset_id}": {"minutes": 60, "is_enabled": True},
    "PUT /due-soon": {"percent": 20, "minutes": 30},
    "POST /labels": {"name": "Loud"},
    "PUT /labels/{key}": {"name": "Loud"},
    "POST /sellers/{seller_id}/contacts": {"email": "second@keramos.example"},
    "PUT /doors": {"sellers_write_to_buyers": True},
    "PATCH /mail-profiles/{key}": {"links": True},
    "POST /status-definitions": {"agents_read": "New", "buyers_read": "New", "category": "open"},
    "PUT /status-definitions/{key}": {
        "agents_read": "New",
        "buyers_read": "New",
        "category": "open",
    },
    "POST /status-definitions/{key}/move": {"up": False},
    "POST /reasons": {"names": {"en": "New"}},
    "PUT /reasons/{key}": {"names": {"en": "New"}},
    "POST /reasons/{key}/move": {"up": False},
    "PATCH /teams/{team_id}/habits": {"notes_outcomes": True},
    "PUT /third-parties/{third_party_id}": {"name": "New", "kind": "carrier"},
    "POST /mailboxes": {
        "name": "New",
        "address": "new@shop.example",
        "reach": {
            "user": "new",
            "password": "x",
            "imap": {"host": "imap.shop.example"},
            "smtp": {"host": "smtp.shop.example"},
        },
    },
    "PATCH /mailboxes/{mailbox_id}": {"name": "New"},
    "POST /chats": {"name": "New", "language": "fr", "origins": ["https://www.shop.example"]},
    "PATCH /chats/{chat_id}": {"name": "New"},
    "POST /webhooks": {
        "name": "New",
        "url": "https://93.184.216.34/",
        "events": ["conversations.MessageReceived"],
    },
    "PATCH /webhooks/{webhook_id}": {"name": "New"},
}

# Here a program sends a form with a file.
_PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAD0lEQVR4nGNgaGgAIQgFABoOBAH77Fo+"
    "AAAAAElFTkSuQmCC"
)
UPLOADS: dict[str, tuple[bytes, dict[str, str]]] = {
    "POST /conversations/{conversation_id}/uploads": (b"a", {}),
    "POST /templates/{template_id}/files": (b"a", {}),
    "POST /template-pictures": (b64decode(_PNG), {}),
    "POST /voucher-lists": (b"A-1", {"name": "Spring", "value": "5", "currency": "EUR"}),
    "POST /imports": (b"seller_id,name\nS-9,New\n", {}),
}

# What these ask depends on what is named: here a template of everybody's, a token of somebody else.
ASKED_OF_WHAT_IS_NAMED = {
    "DELETE /tokens/{token_id}": "accounts.manage",
    "PATCH /templates/{template_id}": "automation.propose",
    "POST /templates/{template_id}/archive": "automation.approve",
    "POST /templates/{template_id}/unarchive": "automation.approve",
    "POST /templates/{template_id}/files": "automation.approve",
    "DELETE /templates/{template_id}/files/{file_id}": "automation.approve",
    "POST /templates/{template_id}/versions/{number}/restore": "automation.propose",
}

# Here what he may not know of is named in the body: 422 is a refusal, as if it did not exist.
CHOSEN_IN_BODY = {
    "POST /bulk",
    "POST /mailings",
    "POST /conversations/{conversation_id}/merge",
    "POST /conversations/{conversation_id}/split",
}
