"""The files that the planning authority's application, Ceplan V.01, exports: reading, checking, translating, writing.

`columns` says which headings are known; `reading` turns one workbook, or five files, into rows, faults and questions;
`translating` gives them as rows of the own workbook; `writing` puts figures back in the layout they came in. What is
not known by name is carried as it stands and written back in its place. Nothing here knows the database.
"""
