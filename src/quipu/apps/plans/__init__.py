"""Plans and their versions, indicators and values, activities and their execution."""
