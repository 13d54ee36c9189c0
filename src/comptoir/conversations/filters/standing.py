"""How a conversation stands, as conditions on `c`: shared by lists and by the word `is:`."""

ACTIVE = "NOT c.is_spam AND c.merged_into_id IS NULL"
OPEN = f"c.category = 'open' AND {ACTIVE}"
WAITING = f"{OPEN} AND c.waiting_since IS NOT NULL"
# The condition of the index `conversation_working`.
WORKING = f"c.category <> 'resolved' AND {ACTIVE}"
# A marketplace's clock never pauses: it runs out while we wait for a carrier, too. Written as the
# condition of the index `conversation_overdue` is.
MAY_BE_LATE = f"""((c.category = 'open' AND c.waiting_since IS NOT NULL)
  OR (c.category = 'waiting' AND c.next_due_source = 'channel')) AND {ACTIVE}"""
