"""A visitor asked to be forgotten: his ways in and the mails to him go."""

from collections.abc import Collection

from comptoir.accounts.models import Pass, SystemMail, Visit


def forget_visitor(*, addresses: Collection[str]) -> None:
    """Signs him out of every browser too."""
    folded = [address.lower() for address in addresses]
    Pass.objects.filter(address__in=folded).delete()
    Visit.objects.filter(address__in=folded).delete()
    SystemMail.objects.filter(recipient__in=folded).delete()
