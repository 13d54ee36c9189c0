"""The whole desk in one file, and back: database, files, on request the secret key."""
