"""What the product adds to Django's database layer: encryption at rest, lookups, rows written once."""
