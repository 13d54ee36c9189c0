"""A template, or one's own words, for many conversations: who would read what, who can't, why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation import access
from comptoir.automation.errors import NoSuchTemplate
from comptoir.automation.models import Template, TemplateFile
from comptoir.automation.names import name_of
from comptoir.automation.policies import languages
from comptoir.automation.policies.filling import LATE, Filled, fill, places, plain, put
from comptoir.automation.policies.many import Asked, understood
from comptoir.automation.queries.picking import (
    ActionChip,
    chips,
    reachable_by,
    reader_language,
)
from comptoir.automation.queries.pictures import picture_urls
from comptoir.automation.queries.variables import Facts, facts_of_many, values_in
from comptoir.automation.queries.vouchers import free_vouchers
from comptoir.automation.queries.wanting import lacks_in_words
from comptoir.automation.slots import ACTIONS
from comptoir.automation.states import Lack
from comptoir.channels.queries import content_refusal
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.doors import conversations_for
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import excerpt

# What is taken only when a letter leaves, as a preview shows it.
SHOWN_LATE = {"voucher": "••••••••", "voucher_value": "…", "voucher_until": "…"}
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Misfit:
    """Some that are left out for the same reason."""

    said: str
    count: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What the first of them would read."""

    number: int
    reader: str
    text: str
    language: str
    is_foreign: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would come of it now. `blanks` are for a person to fill in, the same for all.

    `seen` is the newest message of all of them: who writes after it is not written to.
    """

    total: int
    fitting: int
    seen: int
    misfits: tuple[Misfit, ...] = ()
    sample: Sample | None = None
    blanks: tuple[str, ...] = ()
    vouchers: int = 0
    name: str = ""
    has_words: bool = True
    actions: tuple[ActionChip, ...] = ()
    files: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)


def template_meant(identity: Identity, key: str) -> Template:
    """By its number, or outward; raises NoSuchTemplate for one that is somebody else's."""
    if key.isascii() and key.isdecimal() and len(key) < 19:
        named = Q(pk=int(key))
    else:
        named = Q(public_id=key) if _is_uuid(key) else Q(pk=None)
    found = reachable_by(identity).filter(named).first()
    if found is None:
        raise NoSuchTemplate
    return found


def _is_uuid(key: str) -> bool:
    return len(key) == 36 and set(key) <= set("0123456789abcdefABCDEF-") and key.count("-") == 4


def newest_of(identity: Identity, numbers: Sequence[int]) -> int:
    """The newest message of all of them."""
    found = conversations_for(identity.viewer).filter(pk__in=numbers)
    return max(found.values_list("operator_last_id", flat=True), default=0)


def outlook(identity: Identity, numbers: Sequence[int], asked: Asked) -> Outlook:
    """The same number of queries for one and for a thousand; nothing is written.

    Raises NoSuchTemplate.
    """
    template = template_meant(identity, asked.template) if asked.template else None
    audience = Party(template.audience if template else asked.audience)
    rows = _rows(identity, numbers)
    drafts = [
        _draft(identity, facts, template, asked, audience)
        for facts in facts_of_many(identity, rows, audience)
    ]
    _share_out_vouchers(identity, drafts)
    fitting = [each for each in drafts if not each.refusal]
    first = next(iter(fitting or drafts), None)
    return Outlook(
        total=len(drafts),
        fitting=len(fitting),
        seen=max((row.operator_last_id for row in rows), default=0),
        misfits=_misfits(drafts),
        sample=first.sample() if first else None,
        blanks=_blanks(fitting),
        vouchers=sum(each.wants_voucher for each in fitting),
        **_of(template),  # type: ignore[arg-type]
    )


def _rows(identity: Identity, numbers: Sequence[int]) -> list[Conversation]:
    """In the order they were chosen in."""
    beside = ("identity__buyer", "order", "seller", "side_of")
    found = conversations_for(identity.viewer).filter(pk__in=numbers).select_related(*beside)
    by_number = {row.pk: row for row in found}
    channels = directory().channels
    for row in by_number.values():
        if (channel := channels.get(row.channel_id)) is not None:
            row.channel = channel
    return [by_number[number] for number in numbers if number in by_number]


@dataclass(slots=True)
class _Draft:
    facts: Facts
    filled: Filled
    language: str
    is_foreign: bool
    refusal: str

    @property
    def wants_voucher(self) -> bool:
        return bool(LATE & set(places(self.filled.text)))

    def sample(self) -> Sample:
        talk = self.facts.conversation
        return Sample(
            number=talk.pk,
            reader=_reader(talk, self.facts.audience),
            text=put(self.filled.text, SHOWN_LATE),
            language=self.language,
            is_foreign=self.is_foreign,
        )


def _reader(talk: Conversation, audience: Party) -> str:
    if audience & Party.SELLER:
        return talk.seller.name if talk.seller else ""
    return talk.identity.buyer.name or talk.identity.value if talk.identity else ""


def _draft(
    identity: Identity, facts: Facts, template: Template | None, asked: Asked, audience: Party
) -> _Draft:
    wanted = reader_language(facts.conversation, audience)
    language, words = wanted, asked.text
    if template is not None and template.current is not None:
        texts = template.current.texts
        language = languages.chosen(texts, wanted, template.language)
        words = languages.words(texts, language)
    filled = fill(words, values_in(facts, language))
    is_foreign = bool(words) and template is not None and language != wanted
    draft = _Draft(facts, filled, language, is_foreign, "")
    draft.refusal = _refusal(identity, draft, template)
    return draft


def _refusal(identity: Identity, draft: _Draft, template: Template | None) -> str:
    """Why this one is left out; "" where it fits."""
    talk, by = draft.facts.conversation, identity.actor
    try:
        if template is not None:
            access.require(by, access.USE, team_id=talk.team_id)
        if draft.filled.text or template is None:
            desk.refuse_unreachable(by, talk, draft.filled.text or "…", draft.facts.audience)
        if draft.wants_voucher:
            access.require(by, access.GIVE_VOUCHER, team_id=talk.team_id)
        for name, value in _steps(template):
            ACTIONS.get(name).check(by=by, conversation=talk, value=value)
    except ComptoirError as refusal:
        return str(refusal)
    missing = [each for each in draft.filled.missing if each.lack is not Lack.BLANK]
    if missing:
        return lacks_in_words(missing)
    to_buyer = draft.facts.audience & Party.BUYER
    return content_refusal(talk.channel, plain(draft.filled.text)) if to_buyer else ""


def _steps(template: Template | None) -> Iterable[Sequence[str]]:
    steps = template.current.actions if template and template.current else ()
    return [step for step in steps if step[0] in ACTIONS]


def _share_out_vouchers(identity: Identity, drafts: Sequence[_Draft]) -> None:
    """Each takes one of its order's currency; who finds none left is left out."""
    wanting = [each for each in drafts if not each.refusal and each.wants_voucher]
    currencies = [_currency(each) for each in wanting]
    left = {one: free_vouchers(currency=one).count() for one in set(currencies)}
    taken: Counter[str] = Counter()
    for draft, currency in zip(wanting, currencies, strict=True):
        taken[currency] += 1
        if taken[currency] > left[currency]:
            draft.refusal = lacks_in_words([], Lack.NONE_LEFT)


def _currency(draft: _Draft) -> str:
    order = draft.facts.conversation.order
    return order.currency if order else ""


def _misfits(drafts: Iterable[_Draft]) -> tuple[Misfit, ...]:
    """By reason, the most frequent first."""
    found: dict[str, list[int]] = {}
    for draft in drafts:
        if draft.refusal:
            found.setdefault(draft.refusal, []).append(draft.facts.conversation.pk)
    ordered = sorted(found.items(), key=lambda each: -len(each[1]))
    return tuple(Misfit(said, len(all_), tuple(all_[:_MOST_NAMED])) for said, all_ in ordered)


def _blanks(drafts: Iterable[_Draft]) -> tuple[str, ...]:
    """What a person writes, in every language that will be sent, each once."""
    missing = (each.name for draft in drafts for each in draft.filled.missing)
    return tuple(dict.fromkeys(name for name in missing if name.startswith("?")))


def _of(template: Template | None) -> dict[str, object]:
    if template is None or template.current is None:
        return {}
    files = TemplateFile.objects.filter(template=template, is_inline=False).order_by("pk")
    return {
        "name": name_of(template).replace("::", " › "),
        "has_words": bool(template.current.texts),
        "actions": chips(_steps(template)),
        "files": tuple(files.values_list("name", flat=True)),
        "pictures": picture_urls([template.pk]).get(template.pk, {}),
    }


@dataclass(frozen=True, slots=True)
class TemplateLine:
    id: int
    name: str


def usable_templates(identity: Identity) -> tuple[TemplateLine, ...]:
    """All that this member may use wherever it is, those without words among them."""
    named = ((row.pk, name_of(row).replace("::", " › ")) for row in reachable_by(identity))
    return tuple(TemplateLine(*each) for each in sorted(named, key=lambda each: each[1].casefold()))


def say_template(value: str) -> str:
    """What a run is called: the template's own name, where it is still there."""
    key = understood(value, plain="template").template
    found = Template.objects.filter(pk=key).first() if key.isdecimal() else None
    return name_of(found).rpartition("::")[2].strip() if found else _("Template")


def say_reply(value: str) -> str:
    words = excerpt(understood(value, plain="text").text, 40)
    return _("Reply “%(words)s”") % {"words": words}
