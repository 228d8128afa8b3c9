"""Quipu's own workbook: the sheets an institution fills in, as `.xlsx` or as a folder of CSV files.

`schema` says which sheets and columns there are; `reading` turns a file into rows and faults; `writing` turns rows into
a file. Nothing here knows the database.
"""
