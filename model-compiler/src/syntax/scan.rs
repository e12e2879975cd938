//! Tokens to a flat buffer, without recursion: whatever comes, later passes see bounded depth and length.

use crate::diagnostics::Diagnosis;
use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// How deep groups may be nested.
pub const DEPTH: usize = 64;
/// How many operators, or groups, may follow each other.
pub const RUN: usize = 64;
/// How many tokens a macro may hold.
pub const TOKENS: usize = 200_000;

/// One token, or one end of a group.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is; both ends of a group hold the group.
    pub tree: TokenTree,
    /// Its place: of a group's end, that of the delimiter.
    pub span: Span,
    /// Its part in a group.
    pub end: End,
}

/// Whether a token opens or closes a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Neither.
    Leaf,
    /// It opens a group that is closed by the token with this index.
    Open(usize),
    /// It closes a group.
    Close,
}

/// What makes a macro unreadable as a whole.
#[derive(Clone, Debug)]
pub struct Overflow {
    /// The first token that is too much.
    pub span: Span,
    /// Why.
    pub diagnosis: Diagnosis,
}

struct Frame {
    rest: IntoIter,
    open: Option<usize>,
    operators: usize,
    groups: usize,
    dots: usize,
}

impl Frame {
    fn new(stream: TokenStream, open: Option<usize>) -> Frame {
        Frame {
            rest: stream.into_iter(),
            open,
            operators: 0,
            groups: 0,
            dots: 0,
        }
    }
}

/// Flattens `tokens`. Invisible groups around a single token are dropped.
pub fn scan(tokens: TokenStream) -> Result<Vec<Token>, Overflow> {
    let mut buffer: Vec<Token> = Vec::new();
    let mut frames = vec![Frame::new(tokens, None)];
    while let Some(frame) = frames.last_mut() {
        let Some(tree) = frame.rest.next() else {
            let open = frame.open;
            frames.pop();
            if let Some(open) = open {
                close(&mut buffer, open);
            }
            continue;
        };
        let tree = unwrap_invisible(tree);
        let span = tree.span();
        if buffer.len() >= TOKENS {
            let diagnosis = Diagnosis::TooManyTokens { limit: TOKENS };
            return Err(Overflow { span, diagnosis });
        }
        match &tree {
            TokenTree::Group(group) => {
                frame.operators = 0;
                frame.groups += 1;
                if frame.groups > RUN {
                    let diagnosis = Diagnosis::LongRun { limit: RUN };
                    return Err(Overflow { span, diagnosis });
                }
                if frames.len() > DEPTH {
                    let diagnosis = Diagnosis::TooDeep { limit: DEPTH };
                    return Err(Overflow { span, diagnosis });
                }
                let stream = group.stream();
                let open = buffer.len();
                buffer.push(Token {
                    span: group.span_open(),
                    tree,
                    end: End::Open(open),
                });
                frames.push(Frame::new(stream, Some(open)));
                continue;
            }
            TokenTree::Punct(punct) => {
                frame.groups = 0;
                match punct.as_char() {
                    ',' | ';' => {
                        frame.operators = 0;
                        frame.dots = 0;
                    }
                    '.' => {
                        frame.operators += 1;
                        frame.dots += 1;
                    }
                    _ => frame.operators += 1,
                }
                if frame.operators > RUN || frame.dots > RUN {
                    let diagnosis = Diagnosis::LongRun { limit: RUN };
                    return Err(Overflow { span, diagnosis });
                }
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                frame.operators = 0;
                frame.groups = 0;
            }
        }
        buffer.push(Token {
            tree,
            span,
            end: End::Leaf,
        });
    }
    Ok(buffer)
}

fn close(buffer: &mut Vec<Token>, open: usize) {
    let at = buffer.len();
    buffer[open].end = End::Open(at);
    let tree = buffer[open].tree.clone();
    let span = match &tree {
        TokenTree::Group(group) => group.span_close(),
        other => other.span(),
    };
    buffer.push(Token {
        tree,
        span,
        end: End::Close,
    });
}

/// What a `macro_rules!` fragment such as `$units:literal` becomes: the literal itself. Bounded, like all else.
fn unwrap_invisible(mut tree: TokenTree) -> TokenTree {
    for _ in 0..DEPTH {
        let TokenTree::Group(group) = &tree else {
            break;
        };
        if group.delimiter() != Delimiter::None {
            break;
        }
        let mut stream = group.stream().into_iter();
        match (stream.next(), stream.next()) {
            (Some(only), None) => tree = only,
            _ => break,
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: usize) -> TokenStream {
        let mut tokens = TokenStream::new();
        for _ in 0..depth {
            let group = proc_macro2::Group::new(Delimiter::Parenthesis, tokens);
            tokens = TokenTree::Group(group).into();
        }
        tokens
    }

    fn refused(tokens: TokenStream) -> Diagnosis {
        scan(tokens).unwrap_err().diagnosis
    }

    #[test]
    fn groups_know_their_ends() {
        let buffer = scan("a (b, [c]) d".parse().unwrap()).unwrap();
        let ends: Vec<End> = buffer.iter().map(|token| token.end).collect();
        use End::{Close, Leaf, Open};
        let expected = [Leaf, Open(7), Leaf, Leaf, Open(6), Leaf, Close, Close, Leaf];
        assert_eq!(ends, expected);
    }

    #[test]
    fn depth_is_bounded() {
        assert!(scan(nested(DEPTH)).is_ok());
        assert_eq!(
            refused(nested(DEPTH + 1)),
            Diagnosis::TooDeep { limit: DEPTH }
        );
        assert_eq!(refused(nested(20_000)), Diagnosis::TooDeep { limit: DEPTH });
    }

    #[test]
    fn runs_are_bounded() {
        let long = Diagnosis::LongRun { limit: RUN };
        assert!(scan("-".repeat(RUN).parse().unwrap()).is_ok());
        assert_eq!(refused("-".repeat(RUN + 1).parse().unwrap()), long);
        assert!(scan(format!("f{}", "()".repeat(RUN)).parse().unwrap()).is_ok());
        assert_eq!(
            refused(format!("f{}", "()".repeat(RUN + 1)).parse().unwrap()),
            long
        );
        assert_eq!(
            refused(format!("x{}", ".f()".repeat(RUN + 1)).parse().unwrap()),
            long
        );
        assert!(scan("x + ".repeat(10 * RUN).parse().unwrap()).is_ok());
    }

    #[test]
    fn length_is_bounded() {
        let many = "x ".repeat(TOKENS + 1).parse().unwrap();
        assert_eq!(refused(many), Diagnosis::TooManyTokens { limit: TOKENS });
    }

    #[test]
    fn fragments_of_one_token_are_unwrapped() {
        let literal = TokenTree::Literal(proc_macro2::Literal::u32_unsuffixed(7));
        let group = proc_macro2::Group::new(Delimiter::None, literal.into());
        let buffer = scan(TokenTree::Group(group).into()).unwrap();
        assert_eq!(buffer.len(), 1);
        assert!(matches!(&buffer[0].tree, TokenTree::Literal(_)));
    }
}
