"""What was typed becomes data, or a sentence that says what is wrong."""
