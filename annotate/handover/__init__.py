"""The review queue of a folder, as a desk takes it over: for a spreadsheet, for a chat or issue, for a program."""
