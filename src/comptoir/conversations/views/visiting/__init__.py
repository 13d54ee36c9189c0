"""The pages behind the two doors: the buyer space and the seller door."""
