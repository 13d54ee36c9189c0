"""How the sample marketplace gets into the database: through services alone."""
