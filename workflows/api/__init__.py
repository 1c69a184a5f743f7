"""The REST API: what a program may read and do, as the member of staff or the partner behind its token."""
