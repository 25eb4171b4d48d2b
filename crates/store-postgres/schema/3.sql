-- A record that says nothing of its end any more does not open.

CREATE TRIGGER the_end_stays BEFORE DELETE ON papers
FOR EACH ROW WHEN (OLD.drawer = 'end') EXECUTE FUNCTION refuse('what says where the record ends is never removed');

-- Replication does not switch it off.
ALTER TABLE papers ENABLE ALWAYS TRIGGER the_end_stays;
