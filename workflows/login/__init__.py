"""The second factor of the staff: codes and passkeys."""
