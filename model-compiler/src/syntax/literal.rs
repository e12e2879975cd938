//! Literals: numbers and strings.

use super::ast::ExpressionKind;
use super::reader::Read;
use crate::diagnostics::Diagnosis;
use proc_macro2::Span;

/// What a literal is, by its text.
pub fn literal(text: &str, span: Span) -> Read<ExpressionKind> {
    let digits: String = text.chars().filter(|&c| c != '_').collect();
    if let Ok(value) = digits.parse::<i64>() {
        return Ok(ExpressionKind::Integer(value));
    }
    let found = || match text.chars().count() {
        0..=30 => format!("`{text}`"),
        _ => "this literal".to_string(),
    };
    let failure = || (span, Diagnosis::Literal { found: found() }.into());
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(failure());
    }
    if digits.starts_with(|first: char| first.is_ascii_digit())
        && let Ok(value) = digits.parse::<f64>()
    {
        return match value.is_finite() {
            true => Ok(ExpressionKind::Float(value)),
            false => Err(failure()),
        };
    }
    match syn::parse_str::<syn::Lit>(text) {
        Ok(syn::Lit::Int(literal)) => match literal.base10_parse::<i64>() {
            Ok(value) => Ok(ExpressionKind::Integer(value)),
            Err(_) => Err(failure()),
        },
        Ok(syn::Lit::Float(literal)) => match literal.base10_parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(ExpressionKind::Float(value)),
            _ => Err(failure()),
        },
        Ok(syn::Lit::Str(literal)) => Ok(ExpressionKind::Text(literal.value())),
        _ => Err(failure()),
    }
}
