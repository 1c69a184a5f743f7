"""The sample municipality's reference data, and how it gets into the tables."""
