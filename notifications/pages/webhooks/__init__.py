"""The administrators' pages of webhooks: which other systems hear of what, and what came of it."""
