"""What knows nothing of cases: caches, PDF and QR code, calls to other services."""
