"""How much one network, one account, and everybody together may do in a while."""
