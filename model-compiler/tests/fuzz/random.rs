//! Random tokens, and random changes to tokens. All of it is a function of a number, so that any stream can be made again.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// Words that declarations needn't contain, beside those of the seeds.
const WORDS: &[&str] = &[
    "let", "mut", "struct", "pub", "fn", "const", "family", "use", "if", "else", "for", "in",
    "match", "while", "return", "_", "None", "self", "crate", "r#type", "x", "same", "name",
];

const NUMBERS: &[u64] = &[0, 1, 2, 3, 5, 8, 64, 784, 1 << 20, 1 << 32, i64::MAX as u64];

const SYMBOLS: &[char] = &[
    '+', '-', '*', '/', '%', '=', ',', ';', ':', '<', '>', '.', '#', '|', '&', '!', '@', '?', '$',
];

const DELIMITERS: &[Delimiter] = &[
    Delimiter::Parenthesis,
    Delimiter::Bracket,
    Delimiter::Brace,
    Delimiter::None,
];

/// A xorshift generator.
pub struct Random(u64);

impl Random {
    /// The generator of one stream.
    pub fn new(stream: u64) -> Random {
        // Neighbouring streams have nothing in common.
        let mut state = stream.wrapping_add(0x9E37_79B9_7F4A_7C15);
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Random((state ^ (state >> 31)) | 1)
    }

    /// A number below `bound`, and 0 if that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    /// One of several things.
    pub fn choose<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    /// Up to `most` tokens.
    pub fn tokens(&mut self, most: usize, words: &[String]) -> TokenStream {
        let count = self.below(most);
        (0..count).map(|_| self.token(0, words)).collect()
    }

    fn word(&mut self, words: &[String]) -> TokenTree {
        let word = match self.below(4) {
            0 => *self.choose(WORDS),
            _ => self.choose(words),
        };
        TokenTree::Ident(match word.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::call_site()),
            None => Ident::new(word, Span::call_site()),
        })
    }

    fn token(&mut self, depth: usize, words: &[String]) -> TokenTree {
        match self.below(10) {
            0..=2 => self.word(words),
            3 | 4 => TokenTree::Literal(Literal::u64_unsuffixed(*self.choose(NUMBERS))),
            5 => TokenTree::Literal(Literal::f64_unsuffixed(self.below(40) as f64 / 10.0)),
            6 => {
                let word = self.choose(words);
                TokenTree::Literal(Literal::string(word))
            }
            7 if depth < 4 => {
                let delimiter = *self.choose(DELIMITERS);
                let count = self.below(4);
                let inner = (0..count).map(|_| self.token(depth + 1, words)).collect();
                TokenTree::Group(Group::new(delimiter, inner))
            }
            _ => {
                let spacing = *self.choose(&[Spacing::Alone, Spacing::Joint]);
                TokenTree::Punct(Punct::new(*self.choose(SYMBOLS), spacing))
            }
        }
    }

    /// Changes many tokens, at any depth.
    pub fn shake(&mut self, tokens: TokenStream, words: &[String]) -> TokenStream {
        let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
        for _ in 0..self.below(3) {
            self.change(&mut trees, words);
        }
        let shaken = trees.into_iter().map(|tree| match tree {
            TokenTree::Group(group) if self.below(3) > 0 => {
                let inner = self.shake(group.stream(), words);
                TokenTree::Group(Group::new(group.delimiter(), inner))
            }
            other => other,
        });
        shaken.collect()
    }

    /// Adds, removes, repeats, swaps or replaces a token among its neighbours.
    fn change(&mut self, trees: &mut Vec<TokenTree>, words: &[String]) {
        let at = self.below(trees.len() + 1);
        let other = self.below(trees.len());
        match self.below(6) {
            0 if at < trees.len() => drop(trees.remove(at)),
            1 if at < trees.len() => trees.insert(at, trees[at].clone()),
            2 if at < trees.len() => trees.swap(at, other),
            3 => trees.truncate(at),
            4 if at < trees.len() => trees[at] = self.token(0, words),
            _ => trees.insert(at, self.token(0, words)),
        }
    }

    /// Changes one token that stands in a group: most often to one of its kind, so that much of what comes out is
    /// accepted. `donor` gives whole groups and statements of another declaration.
    pub fn nudge(
        &mut self,
        tokens: TokenStream,
        donor: &TokenStream,
        words: &[String],
    ) -> TokenStream {
        let count = count(&tokens);
        let at = self.below(count);
        self.nudge_at(tokens, &mut (at as isize), donor, words)
    }

    fn nudge_at(
        &mut self,
        tokens: TokenStream,
        at: &mut isize,
        donor: &TokenStream,
        words: &[String],
    ) -> TokenStream {
        let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut index = 0;
        while index < trees.len() && *at >= 0 {
            let here = *at == 0;
            *at -= 1;
            match (&trees[index], here) {
                (TokenTree::Group(group), true) => {
                    let wanted = group.delimiter();
                    if let Some(other) = self.group(donor, wanted) {
                        trees[index] = TokenTree::Group(other);
                    }
                }
                (TokenTree::Group(group), false) => {
                    let delimiter = group.delimiter();
                    let inner = self.nudge_at(group.stream(), at, donor, words);
                    trees[index] = TokenTree::Group(Group::new(delimiter, inner));
                }
                (TokenTree::Literal(_), true) if self.below(4) > 0 => {
                    let small = [1, 2, 3, 4, 6, 8, 12, 16, self.below(40) as u64];
                    let literal = Literal::u64_unsuffixed(*self.choose(&small));
                    trees[index] = TokenTree::Literal(literal);
                }
                (TokenTree::Ident(_), true) if self.below(4) > 0 => trees[index] = self.word(words),
                (_, true) => self.change(&mut trees, words),
                (_, false) => {}
            }
            index += 1;
        }
        trees.into_iter().collect()
    }

    /// A group of this kind, from any depth.
    fn group(&mut self, tokens: &TokenStream, delimiter: Delimiter) -> Option<Group> {
        let mut groups = Vec::new();
        collect_groups(tokens, delimiter, &mut groups);
        (!groups.is_empty()).then(|| self.choose(&groups).clone())
    }
}

fn count(tokens: &TokenStream) -> usize {
    let of = |tree: TokenTree| match tree {
        TokenTree::Group(group) => 1 + count(&group.stream()),
        _ => 1,
    };
    tokens.clone().into_iter().map(of).sum()
}

fn collect_groups(tokens: &TokenStream, delimiter: Delimiter, groups: &mut Vec<Group>) {
    for tree in tokens.clone() {
        if let TokenTree::Group(group) = tree {
            collect_groups(&group.stream(), delimiter, groups);
            if group.delimiter() == delimiter {
                groups.push(group);
            }
        }
    }
}
