"""The pages of outside parties: one step, opened by a personal link, with nothing of the citizen."""
