"""The bench: what each page and job costs at a size, beside the floors of the same run (`make bench`)."""
