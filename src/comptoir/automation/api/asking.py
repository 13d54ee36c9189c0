"""Who asks, with his own row: templates are a member's."""

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member
from comptoir.rest.gate import ApiRequest


def identity_of(request: ApiRequest) -> Identity:
    """The owner, with what the token may."""
    member = Member.objects.get(pk=request.actor.row_id)
    return Identity(member, request.actor, request.viewer)
