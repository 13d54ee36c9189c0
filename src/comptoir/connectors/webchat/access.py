"""Chats are channels: whoever sets up mailboxes sets them up too."""

MANAGE = "channels.manage"
