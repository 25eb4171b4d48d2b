a-report-is-read-for-what = A report is read for what it states. You accept what is right, say who may know of it, and put it on record with the report as its source. Nobody but you and your team reads the report itself, or what you decide about it.
open-the-case-first-what = Open the case first: what a report says has to have somewhere to stand.
added = Added
none-yet = None yet.
reports = Reports
added-2 = added { $moment }
published = published
not-published = not published
what-it-is-called = What it is called
such-as-the-paper = such as the paper and its day: whoever reads what you put on record reads this name as its source
could-everybody-read-it = Could everybody read it?
the-day-it-is-of = The day it is of
not-needed-where-the-text-begins = not needed where the text begins with its day
its-text = Its text
paste-it-here-or-drop = paste it here, or drop a file anywhere on this form: text, Markdown, a web page, a mail, a Word document; English is read
or-choose-a-file = Or choose a file
add-a-report = Add a report
add-it-and-read-what = Add it, and read what it states
nothing-decided-yet = nothing decided yet
# $entered (number)
decided-and-entered = { $decided ->
    [one] 1 suggestion decided
   *[other] { $decided } suggestions decided
 }, { $entered } on record
# $count (number)
accepted-not-entered = { $count } accepted, not on record yet
choose-published = Yes, it was published: what you accept goes to everybody who may know of the talks, unless you choose otherwise
choose-unpublished = No, it is a letter, minutes, something told: what you accept stays with you and your team, unless you choose otherwise
# $count (text)
at-most-characters = At most { $count } characters, some forty pages.
