"""What reading a mail gives: plain frozen facts, no behaviour that could fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Notice(StrEnum):
    """Something odd about a mail that did not stop it from being read."""

    BAD_DATE = "bad_date"
    BAD_ENCODING = "bad_encoding"
    BROKEN_HEADERS = "broken_headers"
    BROKEN_STRUCTURE = "broken_structure"
    HEADERS_CUT = "headers_cut"
    ID_TOO_LONG = "id_too_long"
    NO_SENDER = "no_sender"
    PGP_ENCRYPTED = "pgp_encrypted"
    PGP_SIGNED = "pgp_signed"
    SMIME_ENCRYPTED = "smime_encrypted"
    SMIME_SIGNED = "smime_signed"
    TEXT_CUT = "text_cut"
    TOO_BIG = "too_big"
    TOO_DEEP = "too_deep"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_ADDRESSES = "too_many_addresses"
    UNKNOWN_CHARSET = "unknown_charset"
    UTF7_REFUSED = "utf7_refused"
    WINMAIL = "winmail"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a mail is read. Sizes are bytes of the raw mail unless the name says else."""

    size: int = 60_000_000
    header_bytes: int = 256_000
    headers: int = 2_000
    parts: int = 1_000
    depth: int = 30
    text_characters: int = 1_000_000
    addresses: int = 500
    references: int = 200


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an address as written; `key` is what two addresses are compared by."""

    name: str = ""
    address: str = ""

    @property
    def key(self) -> str:
        local, at, _ = self.address.casefold().rpartition("@")
        return f"{local}{at}{self.domain}"

    @property
    def domain(self) -> str:
        """In lower case, an international one in its own letters."""
        domain = self.address.rpartition("@")[2].casefold()
        if "xn--" not in domain:
            return domain
        try:
            return domain.encode("ascii").decode("idna")
        except UnicodeError:
            return domain

    def __bool__(self) -> bool:
        return bool(self.address or self.name)


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One attached file, decoded. `name` is as the sender wrote it and is not safe as a path."""

    name: str
    content_type: str
    size: int
    content: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False


class BounceKind(StrEnum):
    HARD = "hard"
    SOFT = "soft"


class BounceReason(StrEnum):
    """Why a mail came back, in the order in which a support person would ask."""

    USER_UNKNOWN = "user_unknown"
    HOST_UNKNOWN = "host_unknown"
    MOVED = "moved"
    REFUSES_ALL = "refuses_all"
    MAILBOX_FULL = "mailbox_full"
    SUSPENDED = "suspended"
    TOO_BIG = "too_big"
    SPAM = "spam"
    VIRUS = "virus"
    AUTHENTICATION = "authentication"
    BLOCKED = "blocked"
    POLICY = "policy"
    FILTERED = "filtered"
    SENDER_REJECTED = "sender_rejected"
    RELAYING = "relaying"
    TOO_MANY = "too_many"
    EXPIRED = "expired"
    NETWORK = "network"
    SYSTEM = "system"
    CONTENT = "content"
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    address: str
    kind: BounceKind
    reason: BounceReason
    status: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that came back. `kind` is hard when an address or its domain is really dead.

    A full mailbox, a filter, a policy or a block is soft, even with a permanent status.
    """

    kind: BounceKind
    reason: BounceReason
    status: str = ""
    recipients: tuple[BouncedRecipient, ...] = ()
    original_message_id: str = ""
    diagnostic: str = ""
    delayed: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """An abuse report about a mail of ours (RFC 5965)."""

    kind: str
    recipients: tuple[str, ...] = ()
    original_message_id: str = ""
    user_agent: str = ""


class AutoReply(StrEnum):
    """What showed that no person wrote this mail by hand."""

    AUTO_REPLIED = "auto_replied"
    AUTO_GENERATED = "auto_generated"
    AUTO_NOTIFIED = "auto_notified"
    SUPPRESS = "suppress"
    PRECEDENCE = "precedence"
    HEADER = "header"
    RETURN_PATH = "return_path"
    SUBJECT = "subject"
    RECEIPT = "receipt"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"

    @property
    def is_certain(self) -> bool:
        """Whether the mail says so itself.

        Bulk precedence, a wish for no automatic answers or an empty return path stand on mails of
        people too, when a marketplace relays them: enough to send no automatic mail, no more.
        """
        return self not in {AutoReply.PRECEDENCE, AutoReply.SUPPRESS, AutoReply.RETURN_PATH}


@dataclass(frozen=True, slots=True)
class Authentication:
    """Results of SPF, DKIM and DMARC as one receiving server wrote them (RFC 8601).

    `trusted` only when that server is one of ours: any sender can write such a header himself.
    """

    server: str = ""
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    spf_domain: str = ""
    dkim_domains: tuple[str, ...] = ()
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The mail that a colleague passed on, as far as his mail program repeated its headers."""

    sender: Address
    subject: str = ""
    date: datetime | None = None
    date_text: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    reply: str
    quoted: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as read. Message ids are without angle brackets; `html` is not sanitised.

    `text` is never empty where there is a body: a mail in HTML alone is turned into text.
    """

    sender: Address
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    reply: str = ""
    quoted: str = ""
    signature: str = ""
    attachments: tuple[AttachedFile, ...] = ()
    auto_reply: AutoReply | None = None
    bounce: Bounce | None = None
    complaint: Complaint | None = None
    authentication: Authentication = Authentication()
    is_list: bool = False
    precedence: str = ""
    forwarded: Forwarded | None = None
    notices: tuple[Notice, ...] = ()
    headers: Mapping[str, str] = MappingProxyType({})

    @property
    def thread_ids(self) -> tuple[str, ...]:
        """Ids of earlier mails of this thread, the nearest first."""
        return tuple(dict.fromkeys(i for i in (self.in_reply_to, *reversed(self.references)) if i))
