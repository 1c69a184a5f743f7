"""What a letter says, and how it looks: facts, words, the frame of text and HTML, the short form."""
