"""Words of the templates: how figures, dates, levels and terms are shown."""
