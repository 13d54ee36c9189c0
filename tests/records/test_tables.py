"""No table with words of people in it is forgotten: each is plugged, or said to be harmless (I1).

A new table with a text, a JSON or bytes in it fails here. Plug it into `PERSON_PARTS` of its
package, or name it below with the reason.
"""

from django.apps import apps
from django.db import models

from comptoir.commerce.slots import PERSON_PARTS

WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)

HARMLESS = {
    "ids, codes and amounts; words go to journal_detail": "journal_entry",
    "of members, not of buyers": "accounts_member accounts_team accounts_membergrant"
    " accounts_invitation accounts_apitoken triage_teamrouting triage_duty notices_notice"
    " notices_rule notices_browser notices_pushkey django_session account_emailaddress"
    " account_emailconfirmation mfa_authenticator usersessions_usersession auth_permission"
    " auth_group django_content_type",
    "how the house works": "deadlines_businesscalendar deadlines_clockpolicy"
    " deadlines_platformpreset deadlines_deadline channels_channel channels_mailprofile"
    " commerce_marketplace commerce_buyerlabel conversations_status conversations_tag"
    " conversations_chosencolumns conversations_savedview conversations_viewcount conversations_reason automation_template automation_revision"
    " automation_templatefile automation_voucherlist automation_voucher automation_mailing"
    " conversations_bulkrun conversations_owntimes"
    " connectors_webhooks_endpoint records_keepingrule records_keepingrun demo_sample",
    "businesses, not persons": "commerce_seller commerce_sellercontact commerce_listing"
    " conversations_thirdparty",
    "goods, amounts and ids that the books need": "commerce_orderline commerce_payment",
    "counts and reasons, no cell of a file": "commerce_importrun commerce_importfault",
    "ids, states and times": "conversations_merge conversations_split conversations_presence"
    " insights_replyfact connectors_webchat_pace"
    " connectors_webhooks_notice",
    "why, in words of the house; an erasure waits for it": "records_hold",
}


def test_i1_every_table_with_words_is_plugged_or_harmless() -> None:
    plugged = {table for part in PERSON_PARTS.all() for table in part.tables}
    harmless = {table for tables in HARMLESS.values() for table in tables.split()}

    forgotten = sorted(_tables_with_words() - plugged - harmless)

    assert forgotten == []


def test_i1_what_is_plugged_exists_and_is_plugged_once() -> None:
    plugged = [table for part in PERSON_PARTS.all() for table in part.tables]

    assert sorted(plugged) == sorted(set(plugged))
    assert set(plugged) <= {model._meta.db_table for model in apps.get_models()}


def _tables_with_words() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and any(isinstance(f, WORDS) for f in model._meta.local_fields)
    }
