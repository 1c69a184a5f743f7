"""The pages of the kinds of request: their list, one with all about it, and what citizens see."""
