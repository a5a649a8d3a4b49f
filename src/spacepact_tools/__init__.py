"""Tools for maintainers. They work in a checkout and are not part of the wheel."""
