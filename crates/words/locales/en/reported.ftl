say-whether-it-was-published = say whether it was published
the-file-did-not-arrive-whole = the file did not arrive whole; drop it again
# $most (text)
too-long-for-one-report = this is longer than { $most } characters; cut it into single reports
say-what-is-decided = say what is decided
say-who-may-know-of-it = say who may know of it
not-suggested-any-more = the reader does not suggest this any more; look at the page again
this-place-is-not-offered = this place is not offered
# $known (text)
# $readers (text)
and-this-would-be-read-by = { $known }, and this would be read by { $readers }
tick-that-you-mean-it = tick that you mean it, or accept it for fewer
