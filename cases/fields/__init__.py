"""Form fields for what people write and choose: text, telephone numbers, dates, photos."""
