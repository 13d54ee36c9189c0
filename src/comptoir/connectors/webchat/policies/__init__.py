"""Decisions about chats, on plain facts."""
