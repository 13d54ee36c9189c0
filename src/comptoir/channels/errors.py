"""What can go wrong with a channel."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, Conflict, NotFound
from comptoir.kit.sentences import Facts, Sentence


class ConnectorError(ComptoirError):
    """The other side refused or was not reached. Permanent failures stop, others are retried.

    `message` is marked for translation, not translated: `facts` are filled in when it is said, in
    the language of who reads it; `kept` is what a row holds of it till then.
    `whole_channel` says that nothing gets through, not only this letter. `accepted` names the
    recipients who were taken although others were refused.
    """

    status = 502

    def __init__(
        self,
        message: str,
        *,
        facts: Facts = (),
        permanent: bool = False,
        code: str = "",
        grant: bool = False,
        whole_channel: bool = False,
        accepted: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.sentence = Sentence(message, facts)
        self.permanent = permanent
        self.code = code
        self.grant_expired = grant
        self.whole_channel = whole_channel or grant
        self.accepted = tuple(accepted)

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def kept(self) -> str:
        return self.sentence.kept()


class BadSetting(ComptoirError):
    """A setting of a channel that can't be."""

    status = 422


class NoSuchChannel(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such channel."))


class NoSuchMail(NotFound):
    def __init__(self) -> None:
        super().__init__(_("This mail does not wait in quarantine any more."))


class NoSuchSender(NotFound):
    def __init__(self) -> None:
        super().__init__(_("This sender is not blocked any more."))


class NoSuchProfile(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such mail profile."))


class TooLateToUndo(Conflict):
    """The message has left the house."""


class ForbiddenContent(ComptoirError):
    """The marketplace forbids something in this message."""

    status = 422


class NothingStandsStill(Conflict):
    """No restore waits for a word: somebody was faster."""
