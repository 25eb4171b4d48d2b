there-is-no-text = There is no text on the table.
draft-on-the-table = Draft { $number }, on the table, { $moment }.
