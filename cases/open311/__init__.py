"""Open311 GeoReport v2 for other systems: read and write, in XML and JSON, as the frozen text has it."""
