//! Tokens to syntax.
