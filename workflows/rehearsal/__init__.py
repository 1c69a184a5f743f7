"""What would have happened: cases of the past, replayed under another set-up, without changing anything."""
