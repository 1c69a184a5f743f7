"""What is printed: receipt, result, file, and the code that proves a result."""
