# $text (text)
no-number = we could not read “{ $text }” as a number
no-digits = write this number in digits
# $text (text)
# $whole (text)
# $part (text)
two-numbers = “{ $text }” can be read in two ways; write { $whole }{ $part } for the thousands, or { $whole }.{ $part } for the decimal
# $text (text)
no-pair = write “{ $text }” as a number, a colon and its points, such as 40: 7
# $text (text)
no-day = we could not read “{ $text }” as a day; write it as 2025-12-05 or 5 December 2025
# $text (text)
two-days = “{ $text }” can be read as two days; write it as 2025-12-05 or 5 December 2025
# $text (text)
short-year = we could not read “{ $text }” as a day; write the year with four digits
# $text (text)
no-such-day = there is no such day as “{ $text }”; look at the calendar again
# $text (text)
no-moment = we could not read “{ $text }” as a day and time; write it as 2025-12-05 10:00
# $text (text)
no-time = we could not read “{ $text }” as a time of day; write it as 10:00
