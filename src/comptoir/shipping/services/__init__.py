"""The only writers of shipping: parcels and what carriers report."""

from comptoir.shipping.policies import Report
from comptoir.shipping.services.parcels import (
    ParcelFacts,
    record_tracking,
    store_parcels,
    upsert_parcel,
)

__all__ = ["ParcelFacts", "Report", "record_tracking", "store_parcels", "upsert_parcel"]
