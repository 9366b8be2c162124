"""What can go wrong in the store.

StoreError
├── UnsafeServer          the server would lose acknowledged events
├── UnsafeLibrarySetting  a setting of the eventsourcing library that loses events is on
├── WrongKeyRing          the keys do not belong to this ledger
├── TimeRefused           recorded_at too far from the clock of the database (restamped and tried again)
├── GapInLedger           a position is missing: an alarm, never skipped
├── CommandRefused
│   ├── EmptyCommand      a command without a statement
│   ├── KeyReused         the idempotency key was used for another request
│   ├── StaleWrite        the stream has moved on since it was read
│   └── NaturalKeyTaken   the fact was delivered already under its natural key
├── NotTaken              group commit did not take the command
│   ├── TooManyWaiting    more commands wait already than can be kept
│   └── WriterClosed      it ends, or has ended
├── NoReceiptInTime       the caller waited long enough
├── PersonalDataUnreadable  sealed data that does not open
└── TreeDiffers           stored leaves or edge do not follow from the events
"""


class StoreError(Exception):
    """Something went wrong in the store."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class UnsafeServer(StoreError):
    """The server has fsync, full_page_writes or synchronous_commit off: an acknowledged event could be lost."""


class UnsafeLibrarySetting(StoreError):
    """POSTGRES_ENABLE_DB_FUNCTIONS is set: with it a tailing reader loses events. Unset it and start again."""


class WrongKeyRing(StoreError):
    """The key ring does not belong to this ledger. Expected the keys.json that was made with it; restore that file."""


class TimeRefused(StoreError):
    """The clock of this machine differs more than 5 seconds from that of the database. Set the clock right."""


class GapInLedger(StoreError):
    """A position is missing from the ledger. Nothing was skipped; stop writing, look at server log and backups."""


class CommandRefused(StoreError):
    """The command was refused; nothing was written."""


class EmptyCommand(CommandRefused):
    """A command states nothing. Expected at least one fact in every command, and at least one command."""


class KeyReused(CommandRefused):
    """This idempotency key was used before for another request. Use a new key for a new request."""


class StaleWrite(CommandRefused):
    """The stream has moved on since it was read. Read it again and decide again."""


class NaturalKeyTaken(CommandRefused):
    """This source already delivered this fact. A difference is a correction of the fact delivered before."""


class NotTaken(StoreError):
    """The command was not taken; nothing was written."""


class TooManyWaiting(NotTaken):
    """Too many commands are waiting to be recorded, so this one was not taken. Try it again in a moment."""


class WriterClosed(NotTaken):
    """Recording has ended, so this command was not taken. Try it again when the application has started again."""


class NoReceiptInTime(StoreError):
    """The database gave no receipt in time. Ask again under the same key: it is recorded once, with one receipt."""


class WriterFailed(StoreError):
    """Recording went wrong in a way that nobody foresaw. Ask again under the same key: it is recorded once."""


class PersonalDataUnreadable(StoreError):
    """A sealed part does not open with its key: it was altered, swapped, or belongs to another ledger."""


class TreeDiffers(StoreError):
    """Stored leaves or the edge of the tree do not follow from the stored events: something was altered."""


class MigrationDiffers(StoreError):
    """A migration that was applied to this database is not the one of this version. Run the version that applied it."""
