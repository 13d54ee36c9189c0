"""Pictures in the words of a template: drawn anew when they are put in, kept with its versions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comptoir.automation import access
from comptoir.automation.errors import PictureMissing, TemplateUnclear
from comptoir.automation.models import Template, TemplateFile
from comptoir.automation.queries.pictures import pictures_of
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.files import pictures_at_hand
from comptoir.conversations.slots import Outgoing
from comptoir.kit import files, signed
from comptoir.kit.actor import Actor
from comptoir.kit.drawn import draw, drawn_name
from comptoir.kit.errors import ComptoirError
from comptoir.kit.pictures import marks, renamed

FOLDER = "template-pictures"
MOST_PICTURES = 5
_TEMPLATE = "picture of a template"
_GOOD_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that stands ready and belongs to no template yet."""

    name: str
    key: str
    size: int


def draw_picture(*, by: Actor, name: str, content: bytes, taken: Collection[str] = ()) -> Drawn:
    """Our own copy of a picture, under a name that is not `taken`. Raises NotDrawn."""
    if not access.may_somewhere(by, access.USE):
        access.refuse(access.USE)
    copy = draw(content)
    return Drawn(drawn_name(name, taken=taken), files.put(copy, folder=FOLDER), len(copy))


def token_of(drawn: Drawn) -> str:
    """What the form carries until it is saved: nobody names a file that was not drawn here."""
    told = f"{drawn.name}/{drawn.size}/{drawn.key}"
    return signed.sign(told, bound_to=_TEMPLATE, minutes=_GOOD_MINUTES)


def drawn_by(token: str) -> Drawn | None:
    """None for a token that is too old, or not ours."""
    try:
        name, size, key = signed.check(token, bound_to=_TEMPLATE).split("/", 2)
    except ComptoirError:
        return None
    return Drawn(name, key, int(size))


def check_pictures(texts: Iterable[str]) -> None:
    """Raises TemplateUnclear where a text says nothing about its picture, or holds too many."""
    for text in texts:
        found = marks(text)
        for mark in found:
            if not mark.said:
                said = _("Say what “%(name)s” shows, behind its colon: not everybody can see it.")
                raise TemplateUnclear(said % {"name": mark.name})
        if len(found) > MOST_PICTURES:
            said = _("A text holds at most %(number)d pictures.")
            raise TemplateUnclear(said % {"number": MOST_PICTURES})


def keep_pictures(template: Template, texts: Iterable[str], drawn: Sequence[Drawn]) -> None:
    """Keep the pictures that the texts have a place for; raises TemplateUnclear for one that is
    not there.

    None is ever taken away: an earlier version shows what it showed.
    """
    named = {mark.name for text in texts for mark in marks(text)}
    if not named:
        return
    held = dict(pictures_of(template.pk).values_list("name", "content_key"))
    fresh = {each.name: each for each in drawn}
    for name in sorted(named):
        if name in fresh and held.get(name) != fresh[name].key:
            _refuse_taken(name, held)
            _keep(template, fresh[name])
        elif name not in held:
            said = _("There is no picture “%(name)s”. Put it in once more, or take its line out.")
            raise TemplateUnclear(said % {"name": name})


def _refuse_taken(name: str, held: Mapping[str, str]) -> None:
    if name in held:
        said = _("Somebody else has put in a picture “%(name)s”. Put yours in once more.")
        raise TemplateUnclear(said % {"name": name})


def _keep(template: Template, drawn: Drawn) -> None:
    TemplateFile.objects.create(
        template=template,
        name=drawn.name,
        content_type="image/jpeg",
        size=drawn.size,
        content_key=drawn.key,
        is_inline=True,
    )


def put_into_draft(*, by: Actor, template: Template, conversation: Conversation, words: str) -> str:
    """The pictures of these words join the draft; the words, their marks leading to them."""
    named = marks(words)
    if not named:
        return words
    held = pictures_of(template.pk).filter(name__in=[mark.name for mark in named])
    names = {
        each.name: desk.put_picture_into_draft(
            by=by,
            conversation_id=conversation.pk,
            mode=desk.template_mode(by),
            name=each.name,
            content=files.read(each.content_key),
        )
        for each in held
    }
    return renamed(words, names)


def check_attached(outgoing: Outgoing, inserted: Iterable[str]) -> None:
    """What a template has put into the words is there; raises PictureMissing."""
    promised = {mark.name for text in inserted for mark in marks(text)}
    named = promised & {mark.name for mark in marks(outgoing.text)}
    if not named:
        return
    there = pictures_at_hand(outgoing.conversation.pk, outgoing.member_id)
    if gone := sorted(named - there):
        said = _(
            "The picture “%(name)s” is not attached any more. "
            "Take its line out, or choose the template again."
        )
        raise PictureMissing(said % {"name": gone[0]})
