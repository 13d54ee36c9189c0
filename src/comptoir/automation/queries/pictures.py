"""The pictures that stand in the words of templates, and where each is looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse

from comptoir.automation.models import TemplateFile


def pictures_of(template_id: int) -> QuerySet[TemplateFile]:
    return TemplateFile.objects.filter(template=template_id, is_inline=True)


def picture_urls(template_ids: Iterable[int]) -> Mapping[int, dict[str, str]]:
    """By template, the addresses of its pictures by name: one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    held = TemplateFile.objects.filter(template__in=list(template_ids), is_inline=True)
    for each in held.only("name", "public_id", "template_id"):
        found[each.template_id][each.name] = reverse("automation:picture", args=[each.public_id])
    return found
