"""Pages of sign-in, one's own profile, members and teams."""
