"""Who is signed in, in which teams, and what they may do."""
