//! Silence: suppression comments, their hygiene, and the baseline of known findings.
