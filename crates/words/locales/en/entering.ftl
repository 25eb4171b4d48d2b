a-note = a note ({ $said })
for-word = For { $strong }:
whoever-reads-it-reads-these-words = Whoever reads it reads these words, and that they stand in “{ $name }”. It is recorded as yours, not as the party’s own word.
accepted-not-on-record-yet = Accepted, not on record yet
not-published = Not published.
was-not-published-so-what = { $status } “{ $name }” was not published, so what it says is not known to everybody. Tick what you mean.
yes-it-is-to-be-read = Yes, it is to be read by { $readers }
not-all-of-it = Not all of it.
went-on-record-and-suggestions-did = { $status } { $entered } went on record, and { $count ->
    [one] 1 suggestion
   *[other] { $count } suggestions
 } did not. What did not stays accepted.
back-to-the-report = Back to the report
edit-it-accept-it-for-others = { $link }: edit it, accept it for others, or accept it as a note.
not-all-is-on-record = Not all is on record
put-on-record = Put { $count ->
    [one] 1 suggestion
   *[other] { $count } suggestions
 } on record
