"""What `comptoir doctor` looks at: each check answers in one line and says what to do."""

from comptoir.config.checkup.findings import Finding, Level

__all__ = ["Finding", "Level"]
