"""The pages of the bridge to Traffy Fondue: the set-up, what came and went, and the door for their calls."""
