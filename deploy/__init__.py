"""Brings the product onto a machine and keeps it there: the installer, and the keeper's command
`raprueang`."""
