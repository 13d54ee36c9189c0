"""What channels keep of a person: the mails as they came, who got letters, who was judged."""

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.channels.models import AutomaticMail, Delivery, Envelope, KnownSender
from comptoir.commerce.slots import Person, PersonPart, Told
from comptoir.journal.forgetting import forget_details
from comptoir.kit.text import digest


def forget_envelopes(*, ids: Collection[int]) -> set[str]:
    """Empty these and let go of their originals; returns the keys of those."""
    return _empty(Envelope.objects.filter(pk__in=ids).values_list("pk", "raw_key"))


def forget_deliveries(*, ids: Collection[int]) -> None:
    """To whom they went and what the servers said of it; that something left stays."""
    found = Delivery.objects.filter(pk__in=ids)
    found.update(recipients=[], accepted=None, trouble="")
    forget_details([("delivery", list(ids))], ())


def _empty(found: Iterable[tuple[int, str]]) -> set[str]:
    told = list(found)
    numbers = [pk for pk, _key in told]
    # A digest would still tell whether one has the mail: of what is forgotten it is a number.
    for pk in numbers:
        Envelope.objects.filter(pk=pk).update(
            raw_key="", sender="", reason="", digest=digest(f"erased {pk}")
        )
    forget_details([("envelope", numbers)], ())
    return {key for _pk, key in told if key}


def _export(person: Person) -> Told:
    own = Envelope.objects.filter(sender__in=_senders(person)).order_by("pk")
    return Told(
        values={
            "mails": [
                {"came": row.received_at, "from": row.sender, "size": row.size} for row in own
            ]
        },
        files=tuple((f"mails/{row.pk}.eml", row.raw_key) for row in own if row.raw_key),
    )


def _erase(person: Person) -> Iterable[str]:
    senders = _senders(person)
    KnownSender.objects.filter(address__in=senders).delete()
    AutomaticMail.objects.filter(address_digest__in=[digest(each) for each in senders]).delete()
    written_to = Q()
    for address in senders:
        written_to |= Q(recipients__contains=[address])
    if senders:
        forget_deliveries(
            ids=list(Delivery.objects.filter(written_to).values_list("pk", flat=True))
        )
    return _empty(Envelope.objects.filter(sender__in=senders).values_list("pk", "raw_key"))


def _senders(person: Person) -> list[str]:
    return sorted({each.lower() for each in person.addresses if "@" in each})


def _holds(keys: Collection[str]) -> set[str]:
    return set(Envelope.objects.filter(raw_key__in=keys).values_list("raw_key", flat=True))


PART = PersonPart(
    title=_("Mails as they came"),
    tables=frozenset(
        {
            "channels_automaticmail",
            "channels_delivery",
            "channels_envelope",
            "channels_knownsender",
        }
    ),
    export=_export,
    erase=_erase,
    holds=_holds,
)
