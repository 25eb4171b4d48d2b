-- Without the row whoever knows an old master key could add keys that nobody opens.

CREATE TRIGGER master_stays BEFORE DELETE ON master
BEGIN
    SELECT RAISE(ABORT, 'the mark of the master key is never removed');
END;
