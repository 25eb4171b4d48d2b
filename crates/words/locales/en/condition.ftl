options-on = { $options } on { $issue }
any-value = { $issue } at any value
any-package = any package
no-package = no package
not = not ({ $condition })
or-less = { $end } or less
or-more = { $end } or more
anything-but = anything but { $condition }
# $unit (text), in brackets and with a space in front where there is one
number = Number{ $unit }
# $least (text)
# $most (text)
between-bounds = from { $least } to { $most }
and-number = and
for-between-alone = for “between” alone
together-with = {" together with "}
or = {" or "}
lies-above = above
lies-below = below
lies-at-least = at least
lies-at-most = at most
lies-exactly = exactly
lies-between = between … and …
# $low (text)
# $high (text)
# $unit (text), with a space in front where there is one
above-and-below = above { $low } and below { $high }{ $unit }
# $low (text)
# $high (text)
# $unit (text), with a space in front where there is one
above-and-at-most = above { $low } and at most { $high }{ $unit }
# $low (text)
# $high (text)
# $unit (text), with a space in front where there is one
at-least-and-below = at least { $low } and below { $high }{ $unit }
# $low (text)
# $high (text)
# $unit (text), with a space in front where there is one
from-to = from { $low } to { $high }{ $unit }
# $end (text)
# $unit (text), with a space in front where there is one
exactly = exactly { $end }{ $unit }
# $end (text)
# $unit (text), with a space in front where there is one
above = above { $end }{ $unit }
# $end (text)
# $unit (text), with a space in front where there is one
at-least = at least { $end }{ $unit }
# $end (text)
# $unit (text), with a space in front where there is one
below = below { $end }{ $unit }
# $end (text)
# $unit (text), with a space in front where there is one
at-most = at most { $end }{ $unit }
at-any-value = at any value
