"""What automation announces."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateProposed(Event):
    """Somebody wrote a template anew, or changed one."""

    SUBJECT: ClassVar = ("template", "template_id")
    SAID: ClassVar = _("Template proposed")
    template_id: int
    revision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateApproved(Event):
    """A version counts from now on."""

    SUBJECT: ClassVar = ("template", "template_id")
    SAID: ClassVar = _("Template approved")
    template_id: int
    revision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDeclined(Event):
    SUBJECT: ClassVar = ("template", "template_id")
    SAID: ClassVar = _("Template declined")
    template_id: int
    revision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateArchived(Event):
    SUBJECT: ClassVar = ("template", "template_id")
    SAID: ClassVar = _("Template archived")
    template_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRestored(Event):
    """An archived template can be used again."""

    SUBJECT: ClassVar = ("template", "template_id")
    SAID: ClassVar = _("Template taken out of the archive")
    template_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroRun(Event):
    """The actions of a template were done, all or but for some that were refused."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Actions of a template done")
    conversation_id: int
    template_id: int
    use_id: int
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VouchersImported(Event):
    SUBJECT: ClassVar = ("voucher_list", "list_id")
    SAID: ClassVar = _("Vouchers imported")
    list_id: int
    added: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherListClosed(Event):
    """Nothing more is taken from it."""

    SUBJECT: ClassVar = ("voucher_list", "list_id")
    SAID: ClassVar = _("List of vouchers closed")
    list_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherTaken(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Voucher taken")
    conversation_id: int
    voucher_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherGivenBack(Event):
    """The message that held it was taken back in time."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Voucher given back")
    conversation_id: int
    voucher_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingStarted(Event):
    """A letter to many began to leave, or went on."""

    SUBJECT: ClassVar = ("mailing", "mailing_id")
    SAID: ClassVar = _("Letter to many started")
    mailing_id: int
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingStopped(Event):
    """What was written stays written, what waits is left alone."""

    SUBJECT: ClassVar = ("mailing", "mailing_id")
    SAID: ClassVar = _("Letter to many stopped")
    mailing_id: int
