"""The method as columnar expressions, for thousands of rows at once; equal to `method`, rule by rule."""
