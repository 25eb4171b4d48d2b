# $line (number)
# $column (number)
no-envelope = this is no envelope: it is not JSON (line { $line }, column { $column })
give-the-whole-file = give the whole text of the file that `mediant sign` wrote
# $kind (text)
no-such-command = there is no command `{ $kind }`
no-field = this is not the name of a field
given-in-two-ways = this field is given in two ways
not-offered = this choice is not offered
# $from (text)
# $to (text)
no-such-time-that-day = there is no such time that day: the clocks change from { $from } to { $to }
no-such-day-and-time = this day and time does not exist
needed = this is needed
# $text (text)
no-whole-number = “{ $text }” is not a whole number, and one is needed
# $text (text)
unread = we could not read “{ $text }” here
something-is-unread = something in this form cannot be read; look at each field again
write-the-number = write the number
a-second-number-alone = a second number goes with “between” alone: choose that, or leave this empty
write-the-number-up-to = write the number up to which it goes
