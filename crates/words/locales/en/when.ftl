day-not-fixed = day not fixed
first-of-two = the first of two: the clocks go back that day
