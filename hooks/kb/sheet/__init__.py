"""Terms as an Excel workbook, and back.

`columns` says which sheet and column holds which field and how a value stands in a cell; `export`
writes the workbook; `workbook` reads one that anybody may have sent into plain cells; `rows` makes
records' data of them; `plan` compares with the files and finds what to write, `apply` writes it.
"""
