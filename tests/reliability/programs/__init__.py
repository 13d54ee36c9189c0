"""What the tests of reliability run as processes of their own: `python -m tests.reliability.programs.…`."""
