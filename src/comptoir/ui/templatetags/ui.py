"""The components as tags. `{% load ui %}` is not needed: they are built in."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from comptoir.ui import assets, commands, render
from comptoir.ui.slots import Words
from comptoir.ui.templatetags.remembering import remembering

register = template.Library()

for tag in (
    render.icon,
    render.face,
    render.party_chip,
    render.audience,
    render.tag_chip,
    render.clock,
    render.when,
    render.money,
):
    register.simple_tag(tag)
    register.tags[tag.__name__] = remembering(register.tags[tag.__name__])


@register.simple_tag
def asset(path: str) -> str:
    """The address of a style sheet, a module or a font, by its path below `static/`."""
    return assets.address(path)


register.tags["asset"] = remembering(register.tags["asset"])


@register.simple_tag(takes_context=True)
def commands_block(context: RequestContext) -> SafeString:
    """The registry of commands for this reader, with his own keys."""
    member = getattr(context["request"], "user", None)
    is_member = getattr(member, "is_authenticated", False)
    return commands.block(getattr(member, "keys", {}), get_language(), is_member=is_member)


@register.simple_tag
def finder_url() -> str:
    """Where the palette looks for conversations, orders and people."""
    return next((reverse(name) for name in commands.FINDERS.all()), "")


@register.simple_tag
def button(
    label: Words, kind: str = "", icon: str = "", href: str = "", **attributes: Any
) -> SafeString:
    """A button, or a link that looks like one. `kind` is any of main, danger, plain, small, wide.

    Further arguments become attributes, `hx_post="…"` for instance; True writes the bare name.
    """
    drawing = render.icon(icon) if icon else ""
    if not href:
        attributes.setdefault("type", "submit")
    name = "a" if href else "button"
    return format_html(
        '<{} class="{}"{}>{}{}</{}>',
        name,
        f"btn {kind}".strip(),
        _attributes({"href": href, **attributes}),
        drawing,
        label,
        name,
    )


def _attributes(given: dict[str, Any]) -> SafeString:
    said = [
        (key.replace("_", "-"), value)
        for key, value in given.items()
        if value not in ("", None, False)
    ]
    return format_html_join(
        "",
        "{}",
        (
            (SafeString(f" {key}") if value is True else format_html(' {}="{}"', key, value),)
            for key, value in said
        ),
    )


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, hint: Words = "") -> dict[str, Any]:
    """A form field with its label, hint and error. The hint tells the effect of the setting."""
    is_box = isinstance(bound.field.widget, CheckboxInput)
    ids = [
        f"{bound.id_for_label}_hint" if hint or bound.help_text else "",
        f"{bound.id_for_label}_error" if bound.errors else "",
    ]
    attributes = {
        "class": "" if is_box else "input",
        "aria-describedby": " ".join(filter(None, ids)),
    }
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if bound.field.widget.attrs.get("placeholder") == bound.label:
        bound.field.widget.attrs.pop("placeholder")
    return {
        "field": bound,
        "is_box": is_box,
        "hint": hint or bound.help_text,
        "widget": bound.as_widget(attrs={k: v for k, v in attributes.items() if v}),
    }


@register.inclusion_tag("ui/components/given.html")
def given(id: str, label: Words, value: str) -> dict[str, Any]:
    """What somebody takes elsewhere, a secret or an address, with a button that copies it."""
    return {"id": id, "label": label, "value": value}


@register.simple_tag(takes_context=True)
def sort_link(context: RequestContext, key: str) -> str:
    """The address of the same list sorted by `key`; a second time, the other way round."""
    query = context["request"].GET.copy()
    query["sort"] = f"-{key}" if query.get("sort") == key else key
    query.pop("before", None)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sorted_by(context: RequestContext, key: str) -> str:
    """For `aria-sort`: ascending, descending or nothing."""
    return {key: "ascending", f"-{key}": "descending"}.get(
        context["request"].GET.get("sort", ""), ""
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: Words, kind: str = "") -> SafeString:
    """A dialog that `data-opens="id"` opens. Close it by a button of `value` in `method=dialog`."""
    return format_html(
        '<dialog class="dialog {}" id="{}" aria-labelledby="{}-title">'
        '<header><h2 id="{}-title">{}</h2></header>{}</dialog>',
        kind,
        id,
        id,
        id,
        title,
        SafeString(content),
    )
