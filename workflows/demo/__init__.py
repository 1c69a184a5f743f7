"""The demo's people and cases: invented, but every step was done by the real verbs."""
