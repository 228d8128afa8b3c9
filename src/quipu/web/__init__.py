"""The browser face: settings, pages, templates and static files."""
