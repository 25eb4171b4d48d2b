my-own-reading = my own reading, not the party’s word
told-in-confidence = told in confidence
said-at-the-table = said at the table
said-in-public = said in public
# $why (text)
no-compartment = this is no compartment: { $why }
no-such-place = there is no such place
choose-who-will-read-it = choose who will read it
no-way-in-which-it-is-known = this is not a way in which something is known
it-is-one-of = it is one of `reading`, `told`, `table` and `public`
neither-whose-word-nor-how-known = this does not say whose word it is, nor how it is known
choose-both-in-one-line = choose both in one line
not-as-standing-says = this is not known in the way that `standing` says
give-one-of-the-two = give one of the two
told-by-nobody-in-particular = nobody in particular told this, so there is no caucus that it was told in
say-whose-word-it-is = say whose word it is, or who may know it
not-said-how-it-is-known = this does not say how it is known, and so not who may read it
choose-how-it-is-known = choose how it is known
