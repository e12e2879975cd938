//! `loss!`: a loss of the user's own as an expression, with the gradient that follows from it.
//!
//! ```text
//! loss! { pub Squares = |prediction, target| mean(square(target - prediction)) }
//! ```
//!
//! becomes a unit struct that implements the runtime's `LossFunction`, and `Loss` for the outputs and targets that losses of single
//! elements have. As a metric it is `squares`.

use crate::diagnostics::{ClosureMistake, Diagnosis, Diagnostics, LossMistake, skeleton};
use crate::passes::resolve::construct::snake;
use crate::symbolic::{Names, Node, Symbol, Symbols, body, read};
use crate::syntax::ast::{Expression, ExpressionKind};
use crate::syntax::scan::scan;
use crate::syntax::whole_expression;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree, token_stream};
use quote::quote;
use std::collections::BTreeSet;
use std::iter::Peekable;

/// What stands before the closure: attributes and visibility, and the name.
struct Head {
    before: TokenStream,
    name: Ident,
}

/// The loss of a row.
struct Loss {
    /// `mean_of_elements` or `sum_of_elements`.
    reduction: &'static str,
    /// The closures' parameters and bodies: value and slope.
    value: String,
    slope: String,
    functions: BTreeSet<&'static str>,
}

/// What `loss!` becomes. After a mistake the struct is there nevertheless, so that its uses aren't errors, too.
pub fn loss(tokens: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let mut mistakes = TokenStream::new();
    let mut rest = tokens.into_iter().peekable();
    let head = match head(&mut rest) {
        Ok(head) => head,
        Err((span, mistake)) => return mistake.render(span),
    };
    let loss = match closure_tokens(&head.name, rest)
        .map_err(Some)
        .and_then(|closure| read_loss(closure, &head.name, &mut diagnostics))
    {
        Ok(loss) => loss,
        Err(Some((span, mistake))) => {
            mistakes = mistake.render(span);
            None
        }
        Err(None) => None,
    };
    mistakes.extend(skeleton::render(Vec::new(), diagnostics));
    let code = implementation(&head, loss.as_ref());
    quote! { #mistakes #code }
}

type Tokens = Peekable<token_stream::IntoIter>;

/// Attributes, visibility and name.
fn head(tokens: &mut Tokens) -> Result<Head, (Span, LossMistake)> {
    let mut before = TokenStream::new();
    loop {
        let Some(token) = tokens.next() else {
            return Err((Span::call_site(), LossMistake::Empty));
        };
        match &token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                before.extend([token]);
                before.extend(tokens.next());
            }
            TokenTree::Ident(word) if word == "pub" => {
                before.extend([token]);
                let scope = |token: &TokenTree| matches!(token, TokenTree::Group(_));
                before.extend(tokens.next_if(scope));
            }
            TokenTree::Ident(word) if !is_keyword(word) => {
                let name = word.clone();
                return Ok(Head { before, name });
            }
            _ => {
                let found = token.to_string();
                return Err((token.span(), LossMistake::Name { found }));
            }
        }
    }
}

/// Whether a word begins an item, so that it can't be the name of one.
fn is_keyword(word: &Ident) -> bool {
    const WORDS: [&str; 9] = [
        "struct", "fn", "const", "static", "let", "type", "enum", "mod", "use",
    ];
    WORDS.iter().any(|keyword| word == keyword)
}

/// What stands after the name and `=`, without a `;` at the end.
fn closure_tokens(name: &Ident, mut rest: Tokens) -> Result<TokenStream, (Span, LossMistake)> {
    let is = |token: &TokenTree, sign| matches!(token, TokenTree::Punct(found) if found.as_char() == sign);
    let wrong = |place: Span, found: Option<String>| {
        let name = name.to_string();
        Err((place, LossMistake::Equals { name, found }))
    };
    match rest.next() {
        Some(token) if is(&token, '=') => {
            if let Some(second) = rest.next_if(|token| is(token, '=')) {
                return wrong(second.span(), Some("==".into()));
            }
        }
        Some(token) => return wrong(token.span(), Some(token.to_string())),
        None => return wrong(name.span(), None),
    }
    let mut closure = Vec::new();
    while let Some(token) = rest.next_if(|token| !is(token, ';')) {
        closure.push(token);
    }
    if let Some(second) = rest.nth(1) {
        return Err((second.span(), LossMistake::Second));
    }
    let bars = closure.iter().filter(|token| is(token, '|')).count();
    match closure.last() {
        None => wrong(name.span(), None),
        Some(last) if bars == 2 && is(last, '|') => Err((last.span(), LossMistake::Body)),
        Some(_) => Ok(closure.into_iter().collect()),
    }
}

type Wrong = Option<(Span, LossMistake)>;

/// The loss that a closure is; `None` if what is wrong has been reported.
fn read_loss(
    tokens: TokenStream,
    name: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Loss>, Wrong> {
    let mut reductions = Vec::new();
    find_reductions(tokens.clone(), &mut reductions);
    let Ok(tokens) = scan(tokens) else {
        return Err(Some((name.span(), LossMistake::Empty)));
    };
    let Some(expression) = whole_expression(&tokens, diagnostics) else {
        return Ok(None);
    };
    let (parameters, row) = match &expression.kind {
        ExpressionKind::Closure { parameters, body } => (parameters, body),
        ExpressionKind::Unreadable => return Ok(None),
        _ => return Err(Some((expression.span, LossMistake::Closure))),
    };
    if parameters.len() != 2 {
        let found = parameters.len();
        let place = parameters.get(2).map_or(expression.span, Ident::span);
        return Err(Some((place, LossMistake::Parameters { found })));
    }
    let Some((reduction, element)) = reduced(row, &reductions)? else {
        return Ok(None);
    };
    if let [_, inner, ..] = reductions.as_slice() {
        let mistake = LossMistake::Inside {
            reduction: inner.to_string(),
        };
        return Err(Some((inner.span(), mistake)));
    }
    let mut found = Diagnostics::new();
    let read = read(parameters, element, &[], &mut found);
    report(found, parameters, diagnostics)?;
    let Some((mut symbols, value)) = read else {
        return Ok(None);
    };
    if !symbols.reads(value, 0) {
        let parameter = parameters.first().map(ToString::to_string);
        let name = parameter.unwrap_or_default();
        return Err(Some((element.span, LossMistake::Constant { name })));
    }
    let names: Vec<String> = parameters.iter().map(ToString::to_string).collect();
    let names = Names::new(names.iter().map(String::as_str));
    let slope = symbols.derivative(value, 0);
    Ok(Some(Loss {
        reduction,
        functions: called(&symbols, &[value, slope]),
        value: closure(&symbols, value, &names, true),
        slope: closure(&symbols, slope, &names, false),
    }))
}

/// Passes on what is wrong with an expression. A name that isn't known can't become a further parameter here, as it could in a layer.
fn report(
    found: Diagnostics,
    parameters: &[Ident],
    diagnostics: &mut Diagnostics,
) -> Result<(), Wrong> {
    let mut unknown = None;
    for entry in found.into_entries() {
        match entry.diagnosis {
            Diagnosis::Closure(ClosureMistake::UnknownName {
                found,
                suggestion: None,
                function: false,
            }) if unknown.is_none() => {
                let parameters = parameters.iter().map(ToString::to_string).collect();
                unknown = Some((entry.span, LossMistake::Unknown { found, parameters }));
            }
            diagnosis => diagnostics.error(entry.span, diagnosis),
        }
    }
    match unknown {
        Some(unknown) => Err(Some(unknown)),
        None => Ok(()),
    }
}

/// The calls of `mean` and `sum`, from left to right.
fn find_reductions(tokens: TokenStream, found: &mut Vec<Ident>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "mean" || word == "sum" => {
                if let Some(TokenTree::Group(group)) = tokens.peek()
                    && group.delimiter() == Delimiter::Parenthesis
                {
                    found.push(word);
                }
            }
            TokenTree::Group(group) => find_reductions(group.stream(), found),
            _ => {}
        }
    }
}

/// `mean(..)` or `sum(..)`, and what stands in it.
fn reduced<'e>(
    row: &'e Expression,
    reductions: &[Ident],
) -> Result<Option<(&'static str, &'e Expression)>, Wrong> {
    let missing = || match reductions.first() {
        None => Err(Some((row.span, LossMistake::Reduction))),
        Some(first) => {
            let reduction = first.to_string();
            Err(Some((first.span(), LossMistake::Inside { reduction })))
        }
    };
    let (callee, arguments) = match &row.kind {
        ExpressionKind::Apply { callee, arguments } => (callee, arguments),
        ExpressionKind::Unreadable => return Ok(None),
        _ => return missing(),
    };
    let ExpressionKind::Name(name) = &callee.kind else {
        return missing();
    };
    let reduction = match name.to_string().as_str() {
        "mean" => "mean_of_elements",
        "sum" => "sum_of_elements",
        _ => return missing(),
    };
    match &**arguments {
        [one] if one.name.is_none() => Ok(Some((reduction, &one.value))),
        [named] => {
            let reduction = name.to_string();
            let span = named.name.as_ref().map_or(callee.span, Ident::span);
            Err(Some((span, LossMistake::Named { reduction })))
        }
        _ => {
            let found = arguments.len();
            let reduction = name.to_string();
            Err(Some((
                callee.span,
                LossMistake::Arguments { reduction, found },
            )))
        }
    }
}

/// An expression of prediction and target as a closure.
fn closure(symbols: &Symbols, value: Symbol, names: &Names, double: bool) -> String {
    let (statements, texts) = body(symbols, &[value], names);
    let parameter = |index| match symbols.reads(value, index) {
        true => names.variable(index),
        false => "_",
    };
    let text = match double {
        true => format!("f64::from({})", texts.concat()),
        false => texts.concat(),
    };
    format!(
        "|{}: f32, {}: f32| {{ {} {text} }}",
        parameter(0),
        parameter(1),
        statements.join(" ")
    )
}

/// The runtime's functions in some expressions.
fn called(symbols: &Symbols, roots: &[Symbol]) -> BTreeSet<&'static str> {
    let parts = symbols.parts(roots).into_iter();
    let called = parts.filter_map(|part| match symbols.node(part) {
        Node::Maximum(..) => Some("maximum"),
        Node::Minimum(..) => Some("minimum"),
        Node::Call(function, _) if !function.is_method() => Some(function.name()),
        _ => None,
    });
    called.collect()
}

/// The struct and what it implements.
fn implementation(head: &Head, loss: Option<&Loss>) -> TokenStream {
    let Head { before, name } = head;
    let evaluate = match loss {
        None => quote! { 0.0 },
        Some(loss) => {
            let functions: Vec<&str> = loss.functions.iter().copied().collect();
            let text = format!(
                "use ::formwork::generated::math::{{{}}}; ::formwork::losses::{}(call, {}, {})",
                functions.join(", "),
                loss.reduction,
                loss.value,
                loss.slope
            );
            crate::passes::emit::parse(&text).unwrap_or_default()
        }
    };
    let comparable = [
        quote! { ::formwork::tensor::Tensor1<1>, f32 },
        quote! { ::formwork::tensor::Tensor1<1>, bool },
        quote! { ::formwork::tensor::Tensor1<1>, u8 },
        quote! { ::formwork::tensor::Tensor1<1>, u16 },
        quote! { ::formwork::tensor::Tensor1<1>, u32 },
    ];
    let term = quote! {
        fn term(&self, _output: usize) -> ::formwork::losses::Term<'_> {
            ::formwork::losses::Term::of(self)
        }
    };
    let key = snake(&name.to_string());
    quote! {
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        #before struct #name;

        impl ::formwork::losses::LossFunction for #name {
            #[allow(unused_imports, unused_variables, clippy::all)] // written by a macro
            fn evaluate(&self, call: ::formwork::losses::LossCall<'_>) -> f64 {
                #evaluate
            }
        }

        impl<D: ::formwork::tensor::Elements>
            ::formwork::losses::Loss<::formwork::tensor::Tensor<D>, ::formwork::tensor::Tensor<D>> for #name
        {
            #term
        }

        #(impl ::formwork::losses::Loss<#comparable> for #name { #term })*

        impl ::formwork::metrics::LossMetric for #name {
            const NAME: &'static str = #key;
        }
    }
}
