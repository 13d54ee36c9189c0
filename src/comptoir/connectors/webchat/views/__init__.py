"""Addresses of the web chat: for the widget on a page, for its settings, for the desk."""
