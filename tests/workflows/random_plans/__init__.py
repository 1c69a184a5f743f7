"""Random verbs on random work plans, the proof of the workflow after each."""
