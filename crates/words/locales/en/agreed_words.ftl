# $moment (text)
agreed-on = Agreed on { $moment }
its-words-are-not-public = Its words are not public.
# $by (text), a party, who accepted for it, and when, as far as that is known
accepted-by = Accepted by { $by }
# $by (text), the same
accepted-and-recorded-on-its-word = Accepted by { $by }, recorded on its word by the mediator
# $by (text), a party, who did it, the day, and on whose word that is known
signed-by = Signed by { $by }
# $by (text), the same
ratified-by = Ratified by { $by }
