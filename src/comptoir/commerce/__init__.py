"""Buyers, sellers, listings and orders: facts mirrored from the marketplaces."""
