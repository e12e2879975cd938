//! The parameters of blocks and models: `(x, filters, stride = 1)`.

use crate::diagnostics::{Diagnosis, Diagnostics, Unsupported};
use crate::syntax::ast::Parameter;
use crate::syntax::cursor::Cursor;
use crate::syntax::expression::leftover;
use crate::syntax::reader::{Read, Reader, is_comma};
use crate::syntax::words::is_reserved;
use proc_macro2::TokenTree;

/// Reads parameters. With `defaults` each must have one, as a model's must. Mistakes are reported.
pub fn parameters(
    group: Cursor<'_>,
    defaults: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Parameter> {
    let mut rest = group;
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut typed = false;
    while !rest.is_empty() {
        match parameter(&mut rest, &mut typed, diagnostics) {
            Ok(parameter) => {
                let name = parameter.name.to_string();
                let span = parameter.name.span();
                if parameters.iter().any(|other| other.name == name) {
                    diagnostics.error(span, Diagnosis::DuplicateParameter { name });
                } else if defaults && parameter.default.is_none() {
                    diagnostics.error(span, Diagnosis::ParameterWithoutDefault { name });
                } else if !defaults
                    && parameter.default.is_none()
                    && parameters.iter().any(|other| other.default.is_some())
                {
                    diagnostics.error(span, Diagnosis::RequiredAfterOptional { name });
                }
                parameters.push(parameter);
            }
            Err((span, diagnosis)) => {
                diagnostics.error(span, *diagnosis);
                rest.skip_to(is_comma);
            }
        }
        if rest.eat(",").is_none() && !rest.is_empty() {
            let (place, diagnosis) = leftover(&rest, ',');
            diagnostics.error(place, *diagnosis);
            rest.skip_to(is_comma);
            rest.eat(",");
        }
    }
    parameters
}

/// `name`, `name = 3`, or what is no parameter.
fn parameter(
    rest: &mut Cursor<'_>,
    typed: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Read<Parameter> {
    if rest.is_ident("const") {
        let what = Unsupported::ConstParameter;
        return Err((rest.span(), Diagnosis::Unsupported(what).into()));
    }
    let mutable = rest.eat_ident("mut");
    let name = rest.ident().filter(|name| !is_reserved(&name.to_string()));
    let Some(name) = name.cloned() else {
        return rest.expected("the name of a parameter");
    };
    rest.next();
    if rest.is(":") {
        if !*typed {
            let what = Unsupported::ParameterType;
            diagnostics.error(rest.span(), Diagnosis::Unsupported(what));
        }
        // All types of a list are one mistake.
        *typed = true;
        rest.skip_to(ends_type);
    }
    let default = match rest.eat("=") {
        Some(_) => Some(Reader::new(diagnostics).expression(rest)?),
        None => None,
    };
    Ok(Parameter {
        name,
        mutable,
        default,
    })
}

fn ends_type(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | '='))
}
