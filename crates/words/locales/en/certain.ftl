not-on-record-yet = Not on record yet.
you-say-that-you-also-chose = { $status } You say that { $known }. You also chose that this is read by { $strong }. Which of the two do you mean?
keep-it-to-those-who-may = Keep it to those who may know it
record-it-for-them-alone = Record it for them alone
let-them-all-read-it = Let them all read it
yes-let-them-read-it = Yes, let them read it
go-back-and-record-nothing = Go back and record nothing
who-is-to-read-this = Who is to read this?
