"""Why no figure is told."""

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, NotFound


class NoSuchChannel(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such channel."))


class NarrowsNothing(ComptoirError):
    """A choice that says nothing about the figure: whoever sends it means another one."""

    status = 422

    def __init__(self, name: str, figure: str) -> None:
        said = _("“%(name)s” does not narrow the figure “%(figure)s”. Leave it out.")
        super().__init__(said % {"name": name, "figure": figure})


class NoSuchPart(ComptoirError):
    """An hour or a day that the span does not have."""

    status = 422

    def __init__(self, last: int) -> None:
        said = _("This span has the parts 0 to %(last)s.")
        super().__init__(said % {"last": last})
