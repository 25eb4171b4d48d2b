the-report = The report
on-the-table = on the table
yours-alone = yours alone
shown-to-us-alone = shown to us alone
there-is-no-draft-yet = There is no draft yet.
begin-a-draft = Begin a draft
the-text = The text
draft-clauses-agreed-in-brackets = Draft { $number }, { $place-words }, { $moment }. { $count ->
    [one] 1 clause
   *[other] { $count } clauses
 }, { $agreed } agreed, { $brackets } in brackets.
nothing-is-agreed-until-everything = Nothing is agreed until everything is agreed.
this-is-not-the-latest-draft = { $status } This is not the latest draft { $place-words }.
what-changed-since-draft = What changed since draft { $number }
side-by-side = Side by side
print-the-tables-text-alone = Print the table’s text alone
print-all-that-stands-here = Print all that stands here
printed-this-page-gives-the-text = Printed, this page gives the text on the table and nothing else. { $link }
drafts = Drafts { $place-words }
none = None.
compare-the-last-two = Compare the last two
new-draft-here = New draft here
compare = Compare
agreed-ad-referendum = agreed ad referendum
settles = settles { $issue }
nothing-the-clauses-are-the-same = Nothing: the clauses are the same.
back-to-the-text = Back to the text
words-that-are-gone-are-struck = Words that are gone are struck through on the left, new words underlined on the right. { $link }
two-versions-of-the-text = Two versions of the text.
clause = Clause
not-in-it = not in it
no-answer-from = No answer from { $parties }
no-answer-known-from = No answer known to us from { $parties }
replaced = replaced
agreed = agreed
bracketed = bracketed
rejected = rejected
open = open
outdated-to-these-words-which = to these words, which were changed since and came back: the party is asked anew
outdated-to-earlier-words-it = to earlier words: it counts no more
outdated-under-an-earlier-heading = under an earlier heading: the party is asked anew
outdated-when-it-settled-something = when it settled something else: the party is asked anew
# $party (text)
shown-to-alone = shown to { $party } alone
compare-this-draft = This draft
compare-with-this-one = with this one
accepts = accepts
accepts-ad-referendum = accepts ad referendum
puts-in-brackets = puts in brackets
asks-for-other-words = asks for other words
rejects = rejects
# $number (number)
# $place (text)
draft-in = Draft { $number }, { $place }
