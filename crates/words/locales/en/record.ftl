the-record-is-only-ever-added = The record is only ever added to. Each compartment is a chain of its own: whoever reads it can verify all of it.
who-comes-in-accounts-invitations = Who comes in: accounts, invitations and sign-ins
record = Record
entries-on-this-machine-each-follows = { $status } { $entries } entries: on this machine each follows from the one before, and the record ends where it says.
this-says-what-lies = This says what lies on this machine, not what was ever told: who runs the desk can put all of it back to an earlier day, or show you another record. A copy that you keep finds that.
faults-in-entries = { $status } { $count ->
    [one] 1 fault
   *[other] { $count } faults
 } in { $entries } entries:
verify-the-record-now = Verify the record now
the-end-of-each-chain-note = The end of each chain. Note a link down, or keep a copy: “mediant verify-copy” finds it again, or says where the record is another.
compartment = Compartment
entries = Entries
last-link = Last link
copies = Copies
download-a-copy-that-can = Download a copy that can be checked
keep-it-where-nobody-who-runs = Keep it where nobody who runs the desk can write. “mediant verify-copy NEW OLD” says without a key or the desk whether a later copy continues it, and with the copy of another party whether both of you saw the same table.
the-case-as-a-file = The case as a file for “mediant analyze”
our-brief-as-a-file = Our brief as a file
everything-you-may-read = Everything you may read, as JSON
everything-we-may-read = Everything we may read, as JSON
verified = verified
altered = altered
