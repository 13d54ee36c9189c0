"""How often a token may ask: counted in PostgreSQL, so that all web processes count together."""

from dataclasses import dataclass

from django.conf import settings

from comptoir.kit.clock import now
from comptoir.kit.db import planned

WINDOW_SECONDS = 60

# One row a token; a request in a new minute begins the count anew. The update is done before the
# request is, so nobody waits for it.
_COUNT = """
INSERT INTO rest_allowance AS a (token_id, "window", used) VALUES (%s, %s, 1)
ON CONFLICT (token_id) DO UPDATE SET
  used = CASE WHEN a."window" = excluded."window" THEN a.used + 1 ELSE 1 END,
  "window" = excluded."window"
RETURNING used"""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is left of this minute after the request that was counted."""

    limit: int
    used: int
    reset_seconds: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset_seconds),
        }


def count_request(token_id: int) -> Allowed:
    """Count one request of a token."""
    moment = int(now().timestamp())
    window = moment - moment % WINDOW_SECONDS
    ((used,),) = planned(_COUNT, [token_id, window])
    return Allowed(settings.API_PER_MINUTE, used, window + WINDOW_SECONDS - moment)
