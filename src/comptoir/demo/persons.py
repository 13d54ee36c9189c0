"""The mailboxes of the sample's people hold letters too."""

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.commerce.slots import Person, PersonPart
from comptoir.demo.models import DemoMail


def _erase(person: Person) -> Iterable[str]:
    his = Q()
    for address in person.addresses:
        his |= Q(to__iexact=address) | Q(sender__icontains=address)
    if not person.addresses:
        return ()
    mails = DemoMail.objects.filter(his)
    keys = set(mails.values_list("raw_key", flat=True))
    mails.delete()
    return keys


def _holds(keys: Collection[str]) -> set[str]:
    return set(DemoMail.objects.filter(raw_key__in=keys).values_list("raw_key", flat=True))


PART = PersonPart(
    title=_("Mailboxes of the sample"),
    tables=frozenset({"demo_demomail"}),
    erase=_erase,
    holds=_holds,
)
