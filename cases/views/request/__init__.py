"""The pages on which a request is written and sent."""
