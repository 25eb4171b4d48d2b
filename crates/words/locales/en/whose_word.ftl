another-release = another release: { $of }
taken-back = taken back: { $of }
recorded-on-the-word = Recorded on the word of { $parties } by the mediator, not confirmed when it was declared.
what-waits-for-our-word = What waits for our word
the-mediator-recorded-this-on-our = The mediator recorded this on our word. It does not count until we confirm it.
recorded-on-our-word = Recorded on our word, and not confirmed by us: { $count ->
    [one] 1 entry
   *[other] { $count } entries
 }
this-counts-contest-what-we-did = This counts. Contest what we did not say: it then counts no more.
waits-for-a-partys-word = Waits for a party’s word
confirm-it-it-is-our-word = Confirm it? It is our word from then on.
confirm-this-is-our-word = Confirm: this is our word
contest-this-is-not-our-word = Contest: this is not our word
why = Why
contest-it = Contest it
somebody-of-ours-with-a-mandate = Somebody of ours with a mandate for it confirms or contests it.
read-it = Read it
