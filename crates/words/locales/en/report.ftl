all-reports = All reports
added = { $day } { $published } · added { $moment } · { $link }
not-read = Not read.
being-read = Being read
look-again = Look again
what-it-states-comes-here = { $status } What it states comes here in a few seconds. { $link }
suggestions = Suggestions
text-of-the-report = Text of the report
the-reader-finds-nothing-here = The reader finds nothing here that it is sure enough of.
show-more-that-the-reader = Show { $count ->
    [one] 1 more
   *[other] { $count } more
 } that the reader is less sure of
leave-out-what-the-reader = Leave out what the reader is less sure of
to-decide-accepted-rejected = { $strong } to decide · { $count } accepted · { $count-2 } rejected
who-will-read-what-you-decide = Who will read what you decide: { $names }.
undo = Undo
accept-all-on-the-screen = Accept all on the screen
decided-before = Decided before
the-reader-does-not-suggest = The reader does not suggest this any more.
keys = Keys { $kbd }
they-work-while-a-suggestion = They work while a suggestion is chosen, and not while you type.
delete-this-report-for-good = Delete this report for good? Its key is destroyed; nobody can ever read it again.
who-will-read-on-record = Who will read on record that it was deleted
its-key-is-destroyed-nobody-can = Its key is destroyed: nobody can read the text or what was decided about it ever again, you included. What went on record of it stays with those who read it.
delete-this-report = Delete this report
delete-it-for-good = Delete it for good
key-next = the next suggestion
key-before = the one before
key-accept = accept it, for those who are chosen beside it
key-reject = reject it
key-edit = edit it, and accept it as edited; Esc leaves it as it was
key-skip = skip it for now
key-undo = undo the last decision
key-accept-all = accept all that are wholly on the screen and not decided
key-put = go to what is to be put on record
