"""What can be refused in a conversation."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, Conflict, NotFound


class NoSuchConversation(NotFound):
    """It does not exist, or this viewer may not know that it does."""


class NoSuchMessage(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such message that you may see."))


class StaleReply(Conflict):
    """Somebody wrote while the reply was being written."""

    def __init__(self, newer: int) -> None:
        super().__init__(
            _("A new message came in while you wrote. Read it, then send your reply again.")
        )
        self.newer = newer


class ChangedMeanwhile(Conflict):
    """Somebody chose something else while this page was open; `event` tells who and what."""

    def __init__(self, event: str) -> None:
        super().__init__(_("A colleague changed this meanwhile. Look at it, then choose again."))
        self.event = event


class NobodyToWriteTo(ComptoirError):
    """The audience has no address that could be written to."""

    status = 422


class WantsAnswersOnly(NobodyToWriteTo):
    """The buyer does not wish to be written to first."""


class TooLateToWriteFirst(NobodyToWriteTo):
    """The marketplace lets nobody write first so long after an order is completed."""


class TooManyLetters(NobodyToWriteTo):
    """A brake on letters that nobody asked for holds at this address."""


class LettersMustWait(Conflict):
    """So many letters left in the last minute that the next ones wait for the next."""


class OnAnotherSide(NobodyToWriteTo):
    """Somebody in Cc belongs to a party that does not read this message."""


class EmptyMessage(ComptoirError):
    """There is nothing to send."""

    status = 422


class NotReadyToSend(ComptoirError):
    """Something in the words has to be replaced or taken out first."""

    status = 422


class NoSuchDraft(NotFound):
    """It was sent or emptied meanwhile, or is not shared."""

    def __init__(self) -> None:
        super().__init__(_("This draft is not there any more: it was sent, or is not shared."))


class NoSuchUpload(NotFound):
    """No file of this id waits here: a message has taken it, or its day is over."""

    def __init__(self) -> None:
        super().__init__(
            _("No such file waits in this conversation: upload it, and name it within a day.")
        )


class DraftMoved(Conflict):
    """A draft is not the one that was read: its writer went on, or it is to leave by itself."""

    def __init__(self, leaves_at: object = None) -> None:
        super().__init__(
            _("This draft is to leave by itself. Whoever wrote it can call that off.")
            if leaves_at
            else _("The draft went on meanwhile. Read it again, then take it over.")
        )


class NothingToApprove(Conflict):
    """The reply was approved, sent back or taken back already."""


class NotMarkedAsSpam(Conflict):
    """A conversation in the spam folder is answered only once it is taken out of it."""


class NotAMember(ComptoirError):
    """The person or team can't be given conversations."""


class UnknownStatus(ComptoirError):
    """No status has this key."""


class StatusNameTaken(Conflict):
    """Another status is called the same."""


class StatusNeedsName(ComptoirError):
    """A status of the house has no words that ship with it."""

    status = 422


class UnknownReason(NotFound):
    """No contact reason has this key."""


class ReasonNameTaken(Conflict):
    """Another contact reason is called the same in one of the languages."""


class ReasonNeedsName(ComptoirError):
    """A contact reason of the house has no words that ship with it."""

    status = 422


class ReasonStays(Conflict):
    """The desk itself works with it: it is offered always."""


class StatusInUse(Conflict):
    """Conversations have it, or the desk's own logic does: what it means stays."""


class OutcomeMissing(ComptoirError):
    """The team wants to know the outcome of what it resolves."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("Your team notes an outcome: choose one, then resolve."))


class WrongAmount(ComptoirError):
    """No amount of money, or one that this outcome can't have."""

    status = 422


class NoSuchMoment(ComptoirError):
    """What was typed names no time, or one that is over or too far away."""

    status = 422


class NothingToWaitFor(ComptoirError):
    """Nothing will be delivered: the conversation is about no order."""

    status = 422


class FilesInTheWay(Conflict):
    """Files of a half-written reply would leave with words of a program."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Files of a half-written reply of yours lie in this conversation. Name them, "
                "or take them out of it first."
            )
        )


class WordsInTheWay(Conflict):
    """What a program writes would take the place of a half-written reply."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A half-written reply of yours lies in this conversation. Send it, or empty it "
                "first."
            )
        )


class NothingScheduled(Conflict):
    """The reply has left, or was taken back already."""


class MergeRefused(Conflict):
    """The two can't become one; the words say why."""


class UnmergeRefused(Conflict):
    """It was not merged, or others were merged after it."""


class SplitRefused(Conflict):
    """These messages can't go into a conversation of their own, or not back; the words say why."""


class AskRefused(Conflict):
    """A letter to somebody outside can't be begun so; the words say why."""


class StrangeAddress(Conflict):
    """Nobody of the house has written to this address: a person has to be sure of it."""

    def __init__(self, address: str) -> None:
        super().__init__(
            _("Nobody here has written to %(address)s before. Look at it once more, then send.")
            % {"address": address}
        )
        self.address = address


class NoSuchThirdParty(NotFound):
    """Nobody in the book has this number."""


class SidesOpen(Conflict):
    """Somebody outside was asked and has not answered, or was answered and nobody looked."""

    def __init__(self, numbers: Sequence[int]) -> None:
        named = ", ".join(f"#{number}" for number in numbers)
        super().__init__(
            _("A side conversation is still open: %(numbers)s. Resolve it too, or leave it open.")
            % {"numbers": named}
        )
        self.numbers = tuple(numbers)


class BadCall(ComptoirError):
    """A phone call can't be kept as it was told; the words say why."""

    status = 422


class NotMisdirected(Conflict):
    """The message never left the house, or can still be taken back."""


class NothingChosen(ComptoirError):
    """An action on many conversations, and none of them."""

    status = 422


class NoSuchView(NotFound):
    """It was removed, or it is somebody else's."""


class ViewNotReadable(ComptoirError):
    """A view needs a name and a filter; the words say which is missing."""

    status = 422


class NotUndoable(Conflict):
    """It was undone already, or it can't be."""


class UnknownChoice(ComptoirError):
    """The menu offered nothing like this."""


class SellerIsFixed(Conflict):
    """A seller has been told something here: another one means a conversation of its own."""


class TooMuchToSend(ComptoirError):
    """The files of one message are larger, or more, than mail servers take."""

    status = 413


class NotOpenYet(Conflict):
    """No mailbox could answer what would be written."""


class NotToTheBuyer(ComptoirError):
    """The marketplace does not let its sellers write to buyers here."""

    status = 403
