"""Files that go along with every use of a template."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.automation.errors import TemplateUnclear
from comptoir.automation.models import TemplateFile
from comptoir.automation.services.templates import locked_template, require_owner
from comptoir.kit import files
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.files import safe_name
from comptoir.kit.text import clean

FOLDER = "template-files"
MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024


@transaction.atomic
def add_template_file(
    *, by: Actor, template_id: int, name: str, content_type: str, content: bytes, language: str = ""
) -> TemplateFile:
    """One more file, in one language or with all; it goes along from now on.

    Whoever approves the template decides: a file is part of what is sent.
    """
    template = locked_template(by, template_id)
    require_owner(by, template)
    beside = template.files.filter(is_inline=False)
    held = list(beside.values_list("size", flat=True))
    if len(held) >= MOST_FILES or sum(held) + len(content) > MOST_BYTES:
        raise TemplateUnclear(
            _("A template carries at most %(number)d files of 10 MB together.")
            % {"number": MOST_FILES}
        )
    template.edited_at = now()
    template.save(update_fields=["edited_at"])
    return TemplateFile.objects.create(
        template=template,
        language=language[:3],
        name=safe_name(clean(name))[:255],
        content_type=clean(content_type)[:120],
        size=len(content),
        content_key=files.put(content, folder=FOLDER),
    )


@transaction.atomic
def remove_template_file(*, by: Actor, template_id: int, file_id: int) -> None:
    template = locked_template(by, template_id)
    require_owner(by, template)
    template.files.filter(pk=file_id, is_inline=False).delete()
