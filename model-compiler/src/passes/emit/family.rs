//! A family's type: the table of its members, and the way from an index to a member's code.

use super::conditions;
use super::items::sample_type;
use super::writer::Writer;
use super::{attributes, parse};
use crate::layers::constant::Value;
use crate::passes::family::{Family, Member, written};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// The code of a family.
pub fn family(family: &Family) -> TokenStream {
    let text = text(family);
    let Some(parsed) = parse(&attributes(&text)) else {
        return quote! { ::core::compile_error! { "the code of this family can't be read: please report this declaration" } };
    };
    let name = &family.header.name;
    let body = parsed
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(ident) if ident == *name => name.clone().into(),
            other => other,
        })
        .collect();
    let attributes = &family.header.attributes;
    conditions::under(&conditions::conditions(attributes), body)
}

/// The code as text.
pub fn text(family: &Family) -> String {
    let header = &family.header;
    let name = &header.name;
    let mut writer = Writer::default();
    for line in &header.docs {
        writer.line(format!("#[doc = {line:?}]"));
    }
    writer.line("///");
    writer.line(format!("/// A family of {} models.", family.members.len()));
    writer.line(format!("{} struct {name};", header.visibility).trim_start());
    writer.line("");
    writer.line("const _: () = {");
    writer.line("use ::formwork::family::{Argument, Family, Member, Visitor};");
    writer.line("use ::formwork::model::Model;");
    writer.line("");
    writer.line(format!("impl Family for {name} {{"));
    writer.line(format!(
        "type Input = {};",
        sample_type("::formwork::tensor::", &family.inputs)
    ));
    writer.line(format!(
        "type Output = {};",
        sample_type("::formwork::tensor::", &family.outputs)
    ));
    writer.line("");
    writer.line(format!(
        "const NAME: &'static str = {:?};",
        name.to_string()
    ));
    writer.line("const MEMBERS: &'static [Member] = &[");
    for member in &family.members {
        let struct_name = &member.name;
        writer.line("Member {");
        writer.line(format!("name: {:?},", struct_name.to_string()));
        writer.line(format!("arguments: &[{}],", arguments(member)));
        writer.line(format!("parameters: <{struct_name} as Model>::PARAMETERS,"));
        writer.line(format!("macs: <{struct_name} as Model>::MACS,"));
        writer.line("},");
    }
    writer.line("];");
    writer.line("");
    writer.line("fn visit<V: Visitor<Self::Input, Self::Output>>(index: usize, visitor: &mut V) -> Option<V::Value> {");
    writer.line("let member = Self::MEMBERS.get(index)?;");
    writer.line("Some(match index {");
    let last = family.members.len().saturating_sub(1);
    for (index, member) in family.members.iter().enumerate() {
        let pattern = match index == last {
            true => "_".into(),
            false => index.to_string(),
        };
        writer.line(format!(
            "{pattern} => visitor.visit::<{}>(member),",
            member.name
        ));
    }
    writer.line("})");
    writer.line("}");
    writer.line("}");
    writer.line("};");
    writer.finish()
}

fn arguments(member: &Member) -> String {
    let arguments: Vec<String> = member
        .arguments
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Value::Integer(value) => format!("Argument::Integer({value})"),
                Value::Float(value) => format!("Argument::Number({value:?})"),
                Value::Flag(value) => format!("Argument::Flag({value})"),
                other => format!("Argument::Name({:?})", written(other)),
            };
            format!("({name:?}, {value})")
        })
        .collect();
    arguments.join(", ")
}
