"""The questions that a type of request asks, in versions, and their answers."""
