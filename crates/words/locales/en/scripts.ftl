# What scripts say on a page that is open already. They put names and numbers in themselves.
there-is-something-new = There is something new.
# $what (text)
new-on-this-page = New on this page: { $what }
# $what (text)
# $count (text)
new-on-this-page-and-more = New on this page: { $what } And { $count } more.
there-may-be-a-result = There may be a result by now.
show = Show
show-what-is-new = Show what is new? What you typed here and did not send is lost then.
changed-in-another-window = Not kept: this was changed in another window. Load the page anew to see that, or send this one.
not-kept = Not kept. What you typed stands here.
not-kept-no-answer = Not kept: the desk does not answer. What you typed stands here.
# $time (text)
kept-for-you-alone = Kept for you alone, { $time }.
# $option (text)
# $place (text)
# $count (text)
place-of = { $option }: place { $place } of { $count }.
# $field (text)
slider = { $field }, slider
the-browser-asks-now = The browser asks you now.
no-passkey-was-made = No passkey was made.
nothing-was-signed = Nothing was signed.
you-are-not-signed-in = You are not signed in.
not-confirmed = The passkey was not confirmed, or there is none for this desk here.
there-is-one-already = There is a passkey for this already.
keys-of-another-kind = It makes keys of another kind.
no-challenge-now = The desk gives out no challenge now; try again in a minute.
choose-the-envelope = Choose the envelope
nothing-was-decided = The desk does not answer. Nothing was decided; try again.
nothing-open-in-sight = Nothing that is wholly on the screen is open.
this-one-is-decided = This one is on record, and is decided.
nothing-to-undo = There is nothing to undo: what is on record is mended where it stands.
# $file (text)
too-large = { $file } is too large: at most 1.4 MB are taken.
# $file (text)
text-is-above = The text of { $file } is above.
# $file (text)
read-when-you-add-it = { $file } is read when you add it.
