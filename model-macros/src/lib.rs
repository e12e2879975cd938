//! The procedural macros of Formwork.
