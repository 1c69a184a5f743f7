"""The staff's pages about letters and channels, and what they do there."""
