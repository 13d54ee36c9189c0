"""The form of one's preferences."""

from collections import defaultdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.access import may_somewhere
from comptoir.accounts.models import Team
from comptoir.accounts.slots import SCOPES
from comptoir.kit.actor import Actor
from comptoir.notices.services import Wanted
from comptoir.notices.slots import KINDS, Kind
from comptoir.notices.states import Way


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def kinds_for(actor: Actor) -> list[tuple[str, Kind]]:
    """Those that may ever concern him."""
    return [
        (key, kind)
        for key, kind in KINDS.items()
        if not kind.permission or may_somewhere(actor, kind.permission)
    ]


class PreferencesForm(forms.Form):
    """`ways` are pairs like “mentioned:push”, one box each."""

    ways = forms.MultipleChoiceField(required=False)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=ClockInput())
    quiet_until = forms.TimeField(label=_("until"), required=False, widget=ClockInput())
    digest_at = forms.TimeField(
        label=_("A mail in the morning with what of mine is overdue, at"),
        required=False,
        widget=ClockInput(),
    )
    follows_mentions = forms.BooleanField(
        label=_("Follow a conversation in which somebody mentions me"), required=False
    )
    team_ids = forms.TypedMultipleChoiceField(label=_("Teams"), required=False, coerce=int)
    channel_ids = forms.TypedMultipleChoiceField(label=_("Channels"), required=False, coerce=int)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_for(by)
        self.fields["ways"].choices = [  # type: ignore[attr-defined]
            (f"{key}:{way}", "") for key, kind in self.kinds for way in kind.offered
        ]
        teams = Team.objects.filter(is_active=True).order_by("name").values_list("pk", "name")
        self.fields["team_ids"].choices = list(teams)  # type: ignore[attr-defined]
        channels = SCOPES.get("channel")() if "channel" in SCOPES else []
        self.fields["channel_ids"].choices = channels  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        told = self.cleaned_data
        chosen: dict[str, set[Way]] = defaultdict(set)
        for pair in told["ways"]:
            key, _colon, way = pair.rpartition(":")
            chosen[key].add(Way(way))
        return Wanted(
            ways={key: frozenset(chosen[key]) for key, _kind in self.kinds},
            quiet_from=told["quiet_from"],
            quiet_until=told["quiet_until"],
            digest_at=told["digest_at"],
            follows_mentions=told["follows_mentions"],
            team_ids=told["team_ids"],
            channel_ids=told["channel_ids"],
        )
