"""Browsers hear at once that something happened: server-sent events over LISTEN and NOTIFY."""
