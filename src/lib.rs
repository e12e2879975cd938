//! Formwork.
