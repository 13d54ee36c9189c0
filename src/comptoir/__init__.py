"""Comptoir: the support desk for marketplaces."""
