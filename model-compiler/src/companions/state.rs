//! What travels with a `model!` that asks for declarations from elsewhere.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

/// The declarations of one macro, with those that they use.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The number of its macro: see [`identity`](super::identity).
    pub identity: String,
    /// What it needs from other modules.
    pub keys: Vec<Key>,
    /// The macro's tokens.
    pub declarations: TokenStream,
}

/// An item of another macro.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What it is called here: its path without spaces, or the local name of a `use`.
    pub key: String,
    /// The identity of the module that it is in.
    pub module: String,
    /// Its name there.
    pub name: String,
}

/// A path that a macro needs declarations from.
#[derive(Clone, Debug)]
pub struct Path {
    /// What the item is called here: the path without spaces, or the local name of a `use`.
    pub key: String,
    /// Its tokens.
    pub tokens: TokenStream,
    /// Its last segment.
    pub name: proc_macro2::Ident,
}

/// A macro on its way through the companions.
#[derive(Debug, Default)]
pub struct State {
    /// What the item whose module comes next is called here, and its name there.
    pub asked: (String, String),
    /// The paths that are still to be asked.
    pub pending: Vec<Path>,
    /// The answers.
    pub keys: Vec<Key>,
    /// All modules, each once.
    pub modules: Vec<Carried>,
    /// The tokens of the macro itself.
    pub original: TokenStream,
    /// The macro's [`identity`](super::identity) where it stands: that of its tokens elsewhere would be another.
    pub identity: String,
}

/// The tokens aren't those of a state: somebody called the macro by hand.
#[derive(Debug)]
pub struct Unreadable;

impl Carried {
    /// `module "identity" { "path" "identity" .. } { declarations }`
    pub fn tokens(&self) -> TokenStream {
        let identity = Literal::string(&self.identity);
        let keys = keys(&self.keys);
        let declarations = &self.declarations;
        quote! { module #identity { #keys } { #declarations } }
    }

    /// Reads modules, one after the other.
    fn read(tokens: TokenStream) -> Result<Vec<Carried>, Unreadable> {
        let mut rest = tokens.into_iter();
        let mut modules = Vec::new();
        while let Some(tree) = rest.next() {
            if !matches!(&tree, TokenTree::Ident(word) if word == "module") {
                return Err(Unreadable);
            }
            modules.push(Carried {
                identity: text(rest.next())?,
                keys: read_keys(group(rest.next())?)?,
                declarations: group(rest.next())?,
            });
        }
        Ok(modules)
    }
}

impl State {
    /// The state of a macro that needs these paths.
    pub fn new(original: TokenStream, pending: Vec<Path>, identity: String) -> State {
        State {
            pending,
            original,
            identity,
            ..State::default()
        }
    }

    /// Asks for the next path, or gives the state back if all have been answered.
    ///
    /// What a block's module holds is imported: if there is no such block, that is `rustc`'s only error, since it doesn't
    /// report unknown names which an import of everything that failed may have brought.
    pub fn ask(mut self) -> Result<TokenStream, Box<State>> {
        if self.pending.is_empty() {
            return Err(Box::new(self));
        }
        let path = self.pending.remove(0);
        self.asked = (path.key, crate::passes::resolve::library::plain(&path.name));
        let tokens = path.tokens;
        let state = self.tokens();
        let is_block = !path.name.to_string().starts_with(char::is_uppercase);
        Ok(if is_block {
            let (number, identity) = (self.pending.len(), &self.identity);
            let mut alias = format_ident!("__formwork_{}_{identity}_{number}", path.name);
            alias.set_span(path.name.span());
            quote! {
                #[allow(unused_imports)] // the star is for names that don't exist
                use #tokens::{__formwork_declarations as #alias, *};
                #alias! { {::formwork::__model_with} #state }
            }
        } else {
            quote! { #tokens! { {::formwork::__model_with} #state } }
        })
    }

    fn tokens(&self) -> TokenStream {
        let asked = Literal::string(&self.asked.0);
        let name = Literal::string(&self.asked.1);
        let pending = self.pending.iter().map(|path| {
            let key = Literal::string(&path.key);
            let tokens = &path.tokens;
            let name = &path.name;
            quote! { #key { #tokens } #name }
        });
        let keys = keys(&self.keys);
        let modules = self.modules.iter().map(Carried::tokens);
        let original = &self.original;
        let identity = Literal::string(&self.identity);
        quote! { #asked #name { #(#pending)* } { #keys } { #(#modules)* } { #original } #identity }
    }

    /// Reads an answer: the modules of the path that was asked for, and the state.
    pub fn answered(tokens: TokenStream) -> Result<State, Unreadable> {
        let mut rest = tokens.into_iter();
        let answer = Carried::read(group(rest.next())?)?;
        let mut state = State {
            asked: (text(rest.next())?, text(rest.next())?),
            ..State::default()
        };
        let mut pending = group(rest.next())?.into_iter();
        while let Some(key) = pending.next() {
            state.pending.push(Path {
                key: text(Some(key))?,
                tokens: group(pending.next())?,
                name: match pending.next() {
                    Some(TokenTree::Ident(name)) => name,
                    _ => return Err(Unreadable),
                },
            });
        }
        state.keys = read_keys(group(rest.next())?)?;
        state.modules = Carried::read(group(rest.next())?)?;
        state.original = group(rest.next())?;
        state.identity = text(rest.next())?;
        let main = answer.first().ok_or(Unreadable)?.identity.clone();
        let (key, name) = std::mem::take(&mut state.asked);
        state.keys.push(Key {
            key,
            module: main,
            name,
        });
        for module in answer {
            let known = |one: &Carried| one.identity == module.identity;
            if !state.modules.iter().any(known) {
                state.modules.push(module);
            }
        }
        Ok(state)
    }
}

/// Reads an answer to a question of another kind: the modules of the path that was asked for, that of its declaration
/// first, and what the question has sent along.
pub fn read_answer(tokens: TokenStream) -> Result<(Vec<Carried>, TokenStream), Unreadable> {
    let mut rest = tokens.into_iter();
    let modules = Carried::read(group(rest.next())?)?;
    Ok((modules, rest.collect()))
}

fn keys(keys: &[Key]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for Key { key, module, name } in keys {
        for text in [key, module, name] {
            Literal::string(text).to_tokens(&mut tokens);
        }
    }
    tokens
}

fn read_keys(tokens: TokenStream) -> Result<Vec<Key>, Unreadable> {
    let mut rest = tokens.into_iter();
    let mut keys = Vec::new();
    while let Some(key) = rest.next() {
        keys.push(Key {
            key: text(Some(key))?,
            module: text(rest.next())?,
            name: text(rest.next())?,
        });
    }
    Ok(keys)
}

/// The contents of a group in braces.
fn group(tree: Option<TokenTree>) -> Result<TokenStream, Unreadable> {
    match tree {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            Ok(group.stream())
        }
        // Macros may wrap a fragment into an invisible group.
        Some(TokenTree::Group(outer)) if outer.delimiter() == Delimiter::None => {
            let mut inner = outer.stream().into_iter();
            match (inner.next(), inner.next()) {
                (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace => {
                    Ok(group.stream())
                }
                _ => Err(Unreadable),
            }
        }
        _ => Err(Unreadable),
    }
}

/// The value of a string literal without escapes.
fn text(tree: Option<TokenTree>) -> Result<String, Unreadable> {
    let Some(TokenTree::Literal(literal)) = tree else {
        return Err(Unreadable);
    };
    let source = literal.to_string();
    let inner = source
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.map(Into::into).ok_or(Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(source: &str) -> Path {
        let tokens: TokenStream = source.parse().unwrap();
        let name = match tokens.clone().into_iter().last() {
            Some(TokenTree::Ident(name)) => name,
            other => panic!("{other:?}"),
        };
        let key = source.replace(' ', "");
        Path { key, tokens, name }
    }

    /// The state as it comes back: the question's state behind the answer.
    fn answer(question: TokenStream, modules: &[Carried]) -> State {
        let mut trees: Vec<TokenTree> = question.into_iter().collect();
        let Some(TokenTree::Group(body)) = trees.pop() else {
            panic!("a question ends with its state");
        };
        let state: TokenStream = body.stream().into_iter().skip(1).collect();
        let modules = modules.iter().map(Carried::tokens);
        State::answered(quote! { { #(#modules)* } #state }).unwrap()
    }

    #[test]
    fn a_state_survives_its_way() {
        let original: TokenStream = "pub struct A { let x = Input(3); b(x) }".parse().unwrap();
        let state = State::new(
            original.clone(),
            vec![path("m::b"), path("m::c")],
            "1f".into(),
        );
        let module = |identity: &str| Carried {
            identity: identity.into(),
            keys: vec![Key {
                key: "x::y".into(),
                module: "2".into(),
                name: "y".into(),
            }],
            declarations: "pub fn b(x) { x }".parse().unwrap(),
        };
        let state = answer(state.ask().unwrap(), &[module("1"), module("2")]);
        assert_eq!(state.pending.len(), 1);
        let state = answer(state.ask().unwrap(), &[module("2")]);
        assert_eq!(state.original.to_string(), original.to_string());
        assert_eq!(state.identity, "1f");
        let keys: Vec<[&str; 3]> = state
            .keys
            .iter()
            .map(|key| [&*key.key, &*key.module, &*key.name])
            .collect();
        assert_eq!(keys, [["m::b", "1", "b"], ["m::c", "2", "c"]]);
        let identities: Vec<&str> = state.modules.iter().map(|one| &*one.identity).collect();
        assert_eq!(identities, ["1", "2"]);
        assert_eq!(state.modules[0].keys, module("1").keys);
        assert!(state.ask().is_err());
    }

    #[test]
    fn other_tokens_are_refused() {
        for source in [
            "",
            "{}",
            "{} \"a\"",
            "struct A { Input(3) }",
            "{ module 3 {} {} } \"\" {} {} {} {}",
        ] {
            assert!(
                State::answered(source.parse().unwrap()).is_err(),
                "{source}"
            );
        }
    }
}
