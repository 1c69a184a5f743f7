"""Pictures that a program takes: the components for docs/design.md, the pages for the two manuals."""
