"""The verbs of automation."""

from comptoir.automation.services.files import add_template_file, remove_template_file
from comptoir.automation.services.mailings import (
    MailingWords,
    prepare_mailing,
    start_mailing,
    stop_mailing,
    word_mailing,
    work_mailing,
)
from comptoir.automation.services.many import (
    check_reply,
    check_template,
    reply_in,
    take_back_row,
    use_template,
)
from comptoir.automation.services.pictures import Drawn, draw_picture, drawn_by, token_of
from comptoir.automation.services.sending import Letter, run_template, send_template
from comptoir.automation.services.templates import (
    LONGEST_TEXT,
    Content,
    Details,
    add_template,
    approve_revision,
    archive_template,
    change_template,
    decline_revision,
    give_template,
    restore_revision,
    unarchive_template,
)
from comptoir.automation.services.using import (
    drop_use,
    follow_draft,
    pick_template,
    prepare,
    run_actions,
    run_macro,
    take_back,
)
from comptoir.automation.services.vouchers import (
    Defaults,
    Imported,
    close_voucher_list,
    import_vouchers,
)

__all__ = [
    "LONGEST_TEXT",
    "Content",
    "Defaults",
    "Details",
    "Drawn",
    "Imported",
    "Letter",
    "MailingWords",
    "add_template",
    "add_template_file",
    "approve_revision",
    "archive_template",
    "change_template",
    "check_reply",
    "check_template",
    "close_voucher_list",
    "decline_revision",
    "draw_picture",
    "drawn_by",
    "drop_use",
    "follow_draft",
    "give_template",
    "import_vouchers",
    "pick_template",
    "prepare",
    "prepare_mailing",
    "remove_template_file",
    "reply_in",
    "restore_revision",
    "run_actions",
    "run_macro",
    "run_template",
    "send_template",
    "start_mailing",
    "stop_mailing",
    "take_back",
    "take_back_row",
    "token_of",
    "unarchive_template",
    "use_template",
    "word_mailing",
    "work_mailing",
]
