"""The process map: where cases stand, which ways they go, and how long each place keeps them."""
