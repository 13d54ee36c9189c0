"""The one language in which conversations are narrowed: typed in search, kept in saved views.

Pure: a filter is read from text or data and becomes a condition on `conversations_conversation c`;
nothing here asks the database. Fields stand in `slots.FILTER_FIELDS`.
"""
