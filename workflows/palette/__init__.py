"""Search everywhere: what somebody types is looked for in cases, people, kinds, pages and the set-up."""
