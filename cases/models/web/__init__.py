"""Tables of what browsers leave behind: drafts, sessions, codes, limits, security events."""
