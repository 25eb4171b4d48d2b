-- Without the row whoever knows an old master key could add keys that nobody opens. A role that only serves needs
--   GRANT SELECT, INSERT, UPDATE ON master.

CREATE TRIGGER master_stays BEFORE DELETE OR TRUNCATE ON master
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the mark of the master key is never removed');

-- Replication does not switch it off.
ALTER TABLE master ENABLE ALWAYS TRIGGER master_stays;
