//! The passes, in the order in which they run.
