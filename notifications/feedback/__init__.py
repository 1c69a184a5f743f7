"""What mail services tell afterwards of a letter."""
