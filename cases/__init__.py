"""What was asked, by whom, and what has happened since."""
