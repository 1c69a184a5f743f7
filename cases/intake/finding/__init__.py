"""What did the citizen mean? The request type by the words of its kinds, and by what the town has learned."""
