day-not-fixed = day not fixed
first-of-two = the first of two: the clock is put back that day
