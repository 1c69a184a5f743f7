"""Is everything well: one table of checks for the administrators' page, the daily mail and Prometheus."""
