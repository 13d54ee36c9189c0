"""Channels, what waits for an administrator, and the machine: for programs."""

from comptoir.channels.api import doors, machine, mailboxes, profiles, quarantine, reading

__all__ = ["doors", "machine", "mailboxes", "profiles", "quarantine", "reading"]
