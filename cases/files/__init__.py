"""Photos and PDFs: inspected, made anew, scanned, and recognised when they come again."""
