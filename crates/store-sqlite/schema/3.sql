-- A record that says nothing of its end any more does not open.

CREATE TRIGGER the_end_stays BEFORE DELETE ON papers
WHEN OLD.drawer = 'end'
BEGIN
    SELECT RAISE(ABORT, 'what says where the record ends is never removed');
END;
