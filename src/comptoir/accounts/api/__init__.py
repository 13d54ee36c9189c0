"""Members, teams, invitations, tokens and events, for programs."""

from comptoir.accounts.api import coming, events, people, teams, tokens

__all__ = ["coming", "events", "people", "teams", "tokens"]
