"""A conversation on paper: from what a party may read to the blocks of a document."""

from collections.abc import Iterator
from hashlib import sha256

from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.conversations.queries.paper import Paper, PaperFile, PaperLetter
from comptoir.kit import files, paper
from comptoir.kit.files import BlobMissing
from comptoir.kit.paper.blocks import Block, Facts, Heading, Pictures, Sheet, Tone, Words
from comptoir.shipping.queries import OrderWithParcels, ParcelCard
from comptoir.ui import times

MOST_PICTURES = 40


def as_response(told: Paper) -> HttpResponse:
    name = f"{told.reference.strip('#')}-{str(told.audience.name).lower()}.pdf"
    headers = {
        "Content-Disposition": files.content_disposition(name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    content = paper.write(sheet(told))
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def sheet(told: Paper) -> Sheet:
    language = get_language() or "en"
    contents = fingerprint(told)
    return Sheet(
        title=told.subject or _("Conversation %(number)s") % {"number": told.reference},
        author=told.house,
        language=language,
        foot=f"{told.house} · {told.reference} · SHA-256 {contents[:16]}",
        blocks=tuple(_blocks(told, contents, language)),
    )


def fingerprint(told: Paper) -> str:
    """SHA-256 over all that was written, in its order, whatever the language of the page."""
    parts = [told.reference, told.audience.name or "", told.subject]
    for letter in told.letters:
        parts += [letter.at.isoformat(), letter.party.name or "", letter.author, letter.text]
        parts += [f"{file.name} {file.size}" for file in letter.files]
    return sha256("\x1f".join(parts).encode()).hexdigest()


def party_name(party: Party) -> str:
    names = {Party.BUYER: _("Buyer"), Party.SELLER: _("Seller"), Party.OPERATOR: _("Operator")}
    return names[party]


def _blocks(told: Paper, contents: str, language: str) -> Iterator[Block]:
    yield Heading(told.subject or _("Conversation"), _for_whom(told))
    yield Facts(tuple(_facts(told, language)))
    for order in told.orders:
        yield from _order(order, language)
    yield from _remarks(told)
    left = MOST_PICTURES
    for letter in told.letters:
        yield from _letter(letter, left)
        left -= min(left, sum(len(file.pictures) for file in letter.files))
    yield Heading(_("About this document"), is_small=True)
    yield Facts(((_("Contents, SHA-256"), contents), (_("Made"), times.exact(told.printed_at))))


def _for_whom(told: Paper) -> str:
    if told.audience is Party.OPERATOR:
        return _("With internal notes: for the operator alone.")
    if told.audience is Party.BUYER:
        return _("What the buyer may read. Internal notes are not in it.")
    return _("What the seller may read. Internal notes are not in it.")


def _facts(told: Paper, language: str) -> Iterator[tuple[str, str]]:
    yield _("Conversation"), told.reference
    yield _("Operator"), told.house
    if told.buyer:
        yield _("Buyer"), told.buyer
    if told.seller:
        yield _("Seller"), told.seller
    if told.letters:
        first, last = told.letters[0].at, told.letters[-1].at
        yield _("From"), times.exact(first)
        yield _("Until"), times.exact(last)


def _order(order: OrderWithParcels, language: str) -> Iterator[Block]:
    card = order.order
    yield Heading(_("Order %(number)s") % {"number": card.number}, is_small=True)
    rows = [
        (_("Placed"), times.exact(card.placed_at)),
        (_("State"), str(card.state_name)),
        (_("Total"), card.total.format(language)),
    ]
    for line in card.lines:
        price = line.unit_price.format(language)
        rows.append((_("Item"), f"{line.quantity} × {line.title} · {price}"))
    rows += [(_("Parcel"), _parcel(parcel)) for parcel in order.parcels]
    yield Facts(tuple(rows))


def _parcel(parcel: ParcelCard) -> str:
    said = [parcel.carrier, parcel.tracking_number, str(parcel.state_name)]
    if parcel.delivered_at is not None:
        said.append(times.exact(parcel.delivered_at))
    return " · ".join(each for each in said if each)


def _remarks(told: Paper) -> Iterator[Block]:
    if told.left_out:
        said = _("The first %(count)s messages are not in this document.")
        yield Words(said % {"count": told.left_out}, Tone.QUIET)
    texts = (text for letter in told.letters for text in (letter.text, letter.author))
    if missing := paper.unprintable(texts):
        said = _("Not printed, and marked where it stood: %(scripts)s. Read it in Comptoir.")
        yield Words(said % {"scripts": ", ".join(missing)}, Tone.QUIET)


def _letter(letter: PaperLetter, pictures_left: int) -> Iterator[Block]:
    yield Heading(_who(letter), times.exact(letter.at), is_small=True)
    if letter.text.strip():
        yield Words(letter.text, Tone.NOTE if letter.is_note else Tone.PLAIN)
    for file in letter.files:
        yield from _file(file, pictures_left)
        pictures_left -= min(pictures_left, len(file.pictures))


def _who(letter: PaperLetter) -> str:
    if letter.is_note:
        return f"{letter.author} · {_('Internal note')}"
    readers = ", ".join(map(party_name, letter.readers))
    return f"{letter.author} ({party_name(letter.party)}) → {readers}"


def _file(file: PaperFile, pictures_left: int) -> Iterator[Block]:
    size = filesizeformat(file.size)
    shown = [content for key in file.pictures[:pictures_left] for content in _safe_copy(key)]
    said = (
        _("Attached: %(name)s, %(size)s") if shown else _("Attached, not shown: %(name)s, %(size)s")
    )
    yield Words(said % {"name": file.name, "size": size}, Tone.QUIET)
    if shown:
        yield Pictures(tuple(shown))


def _safe_copy(key: str) -> Iterator[bytes]:
    try:
        yield files.read(key)
    except BlobMissing:
        return
