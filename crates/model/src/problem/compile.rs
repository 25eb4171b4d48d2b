//! From a case and its briefs to integers.
