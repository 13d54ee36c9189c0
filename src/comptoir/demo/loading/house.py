"""The house: mailboxes, teams with their hours, people."""

from dataclasses import dataclass, field

from comptoir.accounts import services as accounts
from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Team
from comptoir.channels.models import Channel
from comptoir.channels.services import open_space
from comptoir.commerce import services as commerce
from comptoir.connectors.webchat.services import ChatValues, add_chat
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.models import BusinessCalendar
from comptoir.demo.content import Content, shapes
from comptoir.demo.content.house import OWN_SHOP, PASSWORD, TIME_ZONE
from comptoir.kit.actor import SYSTEM, Grant

# The sample never closes, so that a visitor sees clocks run at any hour.
ALWAYS_OPEN = "always"


@dataclass(slots=True)
class House:
    """What the loader looks up by the content's keys; `numbers` fills as it goes."""

    channels: dict[str, Channel]
    teams: dict[str, Team]
    identities: dict[str, Identity]
    numbers: dict[str, int] = field(default_factory=dict)

    def actor_of(self, agent: shapes.Agent) -> Identity:
        return self.identities[agent.key]


def open_house(content: Content) -> House:
    """Marketplaces, mailboxes, teams and members."""
    for market in content.marketplaces:
        commerce.upsert_marketplace(
            by=SYSTEM, key=market.key, name=market.name, kind=market.kind, url=market.url
        )
    teams = {team.key: _team(team) for team in content.teams}
    channels = {channel.key: _channel(channel, teams) for channel in content.channels}
    open_space(by=SYSTEM)
    _chat(teams)
    identities = {agent.key: _member(agent, teams) for agent in content.agents}
    return House(channels, teams, identities)


def _team(team: shapes.Team) -> Team:
    made = accounts.create_team(by=SYSTEM, name=team.name)
    calendar = BusinessCalendar.objects.get(key=ALWAYS_OPEN)
    deadlines.set_team_hours(by=SYSTEM, team_id=made.pk, calendar_id=calendar.pk)
    return made


def _channel(channel: shapes.Channel, teams: dict[str, Team]) -> Channel:
    market = commerce.upsert_marketplace(by=SYSTEM, key=channel.marketplace.key)
    return Channel.objects.create(
        key=channel.key,
        name=channel.name,
        profile=channel.profile,
        marketplace=market,
        team=teams["general" if channel.profile == "generic" else "marketplaces"],
        address=channel.address,
        sender_name=channel.sender_name,
        signature=channel.signature,
        language=channel.language,
        settings={"mail_servers": ["mx.tiliane.example"], "time_zone": TIME_ZONE},
    )


def _chat(teams: dict[str, Team]) -> None:
    """On the pages of the own shop; the sample's page is served by the desk itself."""
    market = commerce.upsert_marketplace(by=SYSTEM, key=OWN_SHOP.key)
    calendar = BusinessCalendar.objects.get(key=ALWAYS_OPEN)
    values = ChatValues(
        name=OWN_SHOP.name,
        origins=(OWN_SHOP.url,),
        acknowledge=True,
        team_id=teams["general"].pk,
        marketplace_id=market.pk,
        calendar_id=calendar.pk,
        time_zone=TIME_ZONE,
    )
    add_chat(by=SYSTEM, values=values)


def _member(agent: shapes.Agent, teams: dict[str, Team]) -> Identity:
    member = accounts.add_member(
        by=SYSTEM,
        email=agent.email,
        name=agent.name,
        # Hashing takes a third of a second, on purpose: only those who are shown to the visitor.
        password=PASSWORD if agent.login else None,
        grants=(Grant(agent.role),),
        teams=(teams[agent.team],),
        time_zone=TIME_ZONE,
        languages=agent.languages,
    )
    return identify(member)
