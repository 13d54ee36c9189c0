"""Charts and figures as text: what templates show ready-made."""
