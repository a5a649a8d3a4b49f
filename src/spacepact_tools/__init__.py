"""Tools for maintainers of SpacePact; they work in a checkout and are not part of the wheel."""
