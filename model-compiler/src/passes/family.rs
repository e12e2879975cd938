//! Families: every combination of a family's constants becomes a model of its own. Afterwards a family is the list of
//! their names and constants.

use super::resolve::{self, Library, Resolved};
use crate::diagnostics::{Diagnosis, Diagnostics};
use crate::ir::graph::{Graph, Header};
use crate::layers::constant::{Constant, Value};
use crate::syntax::ast;
use formwork_shape_rules::Shape;
use proc_macro2::Ident;
use std::rc::Rc;

/// How many members a family may have: each is a whole model to `rustc`.
pub const MEMBERS: usize = 256;

/// A family whose members are models without mistakes.
#[derive(Debug)]
pub struct Family {
    /// Its name, visibility and documentation.
    pub header: Header,
    /// Its members, in order.
    pub members: Vec<Member>,
    /// The shapes that all of them take.
    pub inputs: Vec<Shape>,
    /// The shapes that all of them give.
    pub outputs: Vec<Shape>,
}

/// One combination of constants.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name of its struct.
    pub name: Ident,
    /// What the constants are that vary, in the order of the declaration.
    pub arguments: Vec<(String, Value)>,
}

/// Makes the members of a family and looks at each with `check`. Stops at the first that has a mistake, since the others
/// have it, too, as a rule.
pub fn family(
    library: &Library,
    family: &Rc<ast::Family>,
    diagnostics: &mut Diagnostics,
    mut check: impl FnMut(&mut Resolved, &mut Diagnostics) -> bool,
) -> Option<(Family, Vec<Graph>)> {
    let header = &family.header;
    let span = header.name.span();
    let (axes, fixed) = resolve::axes(library, 0, family, diagnostics)?;
    let combinations = axes.iter().try_fold(1usize, |count, (_, values)| {
        count
            .checked_mul(values.len())
            .filter(|&count| count <= MEMBERS)
    });
    let count = match combinations {
        Some(0) => {
            diagnostics.error(span, Diagnosis::EmptyFamily);
            return None;
        }
        Some(count) => count,
        None => {
            diagnostics.error(span, Diagnosis::LargeFamily { limit: MEMBERS });
            return None;
        }
    };
    let mut members: Vec<Member> = Vec::with_capacity(count);
    let mut graphs: Vec<Graph> = Vec::with_capacity(count);
    for index in 0..count {
        let values = combination(&axes, index);
        let name = member_name(header, &values, diagnostics)?;
        if members.iter().any(|member| member.name == name) {
            let found = name.to_string();
            diagnostics.error(span, Diagnosis::DuplicateMember { found });
            return None;
        }
        let arguments = values
            .iter()
            .map(|(axis, constant)| ((*axis).clone(), (*constant).clone()))
            .chain(fixed.iter().cloned())
            .collect();
        let described: Vec<String> = values
            .iter()
            .map(|(axis, constant)| format!("{axis} = {}", written(&constant.value)))
            .collect();
        let own = Header {
            name: name.clone(),
            docs: vec![format!(
                " A member of `{}`: {}.",
                header.name,
                described.join(", ")
            )],
            ..header.clone()
        };
        let mut resolved =
            resolve::instantiate(library, 0, &family.base, arguments, own, diagnostics);
        if !check(&mut resolved, diagnostics) {
            return None;
        }
        graphs.push(resolved.graph);
        members.push(Member {
            name,
            arguments: values
                .iter()
                .map(|(axis, constant)| (axis.to_string(), constant.value.clone()))
                .collect(),
        });
    }
    let shapes: Vec<(Vec<Shape>, Vec<Shape>)> = graphs.iter().map(ports).collect();
    let (inputs, outputs) = shapes.first().cloned()?;
    let other = shapes.iter().position(|one| *one != shapes[0]);
    if let Some(other) = other {
        let of = |member: usize| {
            let (inputs, outputs) = &shapes[member];
            (
                members[member].name.to_string(),
                inputs.clone(),
                outputs.clone(),
            )
        };
        let members = Box::new([of(0), of(other)]);
        diagnostics.error(span, Diagnosis::FamilyShapes { members });
        return None;
    }
    let family = Family {
        header: header.clone(),
        members,
        inputs,
        outputs,
    };
    Some((family, graphs))
}

/// The values of the axes for the member with this index: the last axis changes fastest.
fn combination(axes: &[(Ident, Vec<Constant>)], index: usize) -> Vec<(&Ident, &Constant)> {
    let mut rest = index;
    let mut values: Vec<(&Ident, &Constant)> = Vec::with_capacity(axes.len());
    for (axis, choices) in axes.iter().rev() {
        let count = choices.len().max(1);
        if let Some(constant) = choices.get(rest % count) {
            values.push((axis, constant));
        }
        rest /= count;
    }
    values.reverse();
    values
}

/// `CellsWidth16Depth1`
fn member_name(
    header: &Header,
    values: &[(&Ident, &Constant)],
    diagnostics: &mut Diagnostics,
) -> Option<Ident> {
    let mut name = resolve::library::plain(&header.name);
    for (axis, constant) in values {
        name.push_str(&capitalized(&resolve::library::plain(axis)));
        match &constant.value {
            Value::Integer(_)
            | Value::Float(_)
            | Value::Flag(_)
            | Value::Name(_)
            | Value::Text(_) => {
                name.push_str(&capitalized(&written(&constant.value)));
            }
            _ => {
                let found = constant.found();
                diagnostics.error(constant.span.0, Diagnosis::FamilyValue { found });
                return None;
            }
        }
    }
    Some(Ident::new(&name, header.name.span()))
}

/// `kernel_size` as `KernelSize`, `0.5` as `0_5`, `-3` as `Minus3`: what can be part of a name.
fn capitalized(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut begins = true;
    for letter in text.chars() {
        match letter {
            '.' => name.push('_'),
            '-' => name.push_str("Minus"),
            letter if letter.is_ascii_alphanumeric() => {
                match begins {
                    true => name.push(letter.to_ascii_uppercase()),
                    false => name.push(letter),
                }
                begins = false;
                continue;
            }
            _ => {}
        }
        begins = true;
    }
    name
}

/// A constant as it is written.
pub fn written(value: &Value) -> String {
    match value {
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Flag(value) => value.to_string(),
        Value::Name(name) | Value::Text(name) => name.clone(),
        Value::Tuple(_) | Value::Call(..) | Value::Closure(_) | Value::Rust(_) => "..".into(),
    }
}

fn ports(graph: &Graph) -> (Vec<Shape>, Vec<Shape>) {
    let inputs = graph.inputs.iter();
    let inputs = inputs.filter_map(|&node| graph.nodes.get(node)?.shapes.first().copied());
    let outputs = graph.outputs.iter().map(|&output| graph.shape(output));
    (inputs.collect(), outputs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_parts_of_names() {
        for (text, expected) in [
            ("kernel_size", "KernelSize"),
            ("16", "16"),
            ("0.5", "0_5"),
            ("-3", "Minus3"),
            ("leaky_relu", "LeakyRelu"),
            ("true", "True"),
        ] {
            assert_eq!(capitalized(text), expected);
        }
    }

    #[test]
    fn the_last_axis_changes_fastest() {
        let constant = |value| Constant {
            span: crate::layers::constant::Place(proc_macro2::Span::call_site()),
            value: Value::Integer(value),
        };
        let axis = |name: &str, values: &[i64]| {
            let name = Ident::new(name, proc_macro2::Span::call_site());
            (name, values.iter().copied().map(constant).collect())
        };
        let axes = [axis("a", &[1, 2]), axis("b", &[3, 4, 5])];
        let all: Vec<Vec<String>> = (0..6)
            .map(|index| {
                let values = combination(&axes, index);
                values.iter().map(|(_, one)| written(&one.value)).collect()
            })
            .collect();
        assert_eq!(all.concat().concat(), "131415232425");
    }
}
