"""What the staff type: the log-in, the steps of a case, the filters of the inbox."""
