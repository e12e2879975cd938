//! The compiler behind `model!`: from a declaration's tokens to Rust source, as a library.
//!
//! [`expand`] is what the macro calls. [`compile`] gives every form on the way, for tests and tools.

extern crate proc_macro;

pub mod companions;
pub mod diagnostics;
pub mod editors;
pub mod ir;
pub mod layers;
pub mod losses;
pub mod passes;
pub mod symbolic;
pub mod syntax;
pub mod weights;

use editors::Editors;
use ir::deployed::Deployed;
use ir::graph::{Form, Graph, Pass};
use ir::schedule::Schedule;
use passes::emit::{Code, emit};
use proc_macro2::TokenStream;
use std::rc::Rc;

/// A compiled model: its schedule, which holds the plan and the graph, its deployed form, and the code of both.
#[derive(Debug)]
pub struct Compiled {
    /// After the last pass before emission.
    pub schedule: Schedule,
    /// The form for devices, after its last pass.
    pub deployed: Deployed,
    /// The source.
    pub code: Code,
}

/// Runs the passes behind the front end on a checked graph.
///
/// The environment variable `FORMWORK_WITHOUT` switches passes off in every model, as `#[model(without(..))]` does in
/// one: `FORMWORK_WITHOUT=fuse,schedule`. It is for tests that show what a pass is worth. Cargo doesn't know that code
/// depends on it, unless that code mentions it with `option_env!`.
pub fn compile(graph: Graph) -> Compiled {
    let options = graph.header.options.clone();
    let everywhere = std::env::var("FORMWORK_WITHOUT").unwrap_or_default();
    let runs = |pass| {
        let mut others = everywhere.split(',').map(|name| Pass::named(name.trim()));
        !options.without.contains(&pass) && !others.any(|other| other == Some(pass))
    };
    let mut printed = Vec::new();
    let wants = |form| options.debug.contains(&form);
    if wants(Form::Graph) {
        printed.push(graph.to_string());
    }
    let graph = Rc::new(graph);
    let share = runs(Pass::PlanMemory);
    let deployed = passes::deploy::deploy(&graph, runs(Pass::Fuse), share);
    let mut plan = passes::fuse::fuse(graph, runs(Pass::Fuse));
    passes::differentiate::differentiate(&mut plan, runs(Pass::Differentiate));
    if wants(Form::Plan) {
        printed.push(plan.to_string());
    }
    let mut schedule = passes::schedule::schedule(plan, runs(Pass::Schedule), share);
    passes::plan_memory::plan_memory(&mut schedule, share);
    if wants(Form::Schedule) {
        printed.push(schedule.to_string());
    }
    let code = emit(&schedule, &deployed);
    if wants(Form::Deployed) {
        printed.push(deployed.to_string());
    }
    if wants(Form::Code) {
        printed.push(code.readable());
    }
    for text in printed {
        eprintln!("{text}");
    }
    Compiled {
        schedule,
        deployed,
        code,
    }
}

/// What `model!` becomes: code for each model without mistakes, errors and a quiet skeleton for the others. If it needs
/// declarations of other macros, it becomes a question for them, whose answer is for [`expand_with`].
pub fn expand(tokens: TokenStream) -> TokenStream {
    let wanted = companions::wanted(&tokens);
    let identity = companions::identity(&tokens);
    let editors = editors::editors(&tokens, &identity);
    let mut output = editors.words.clone();
    let state = companions::State::new(tokens, wanted, identity);
    output.extend(proceed(state, Some(editors)));
    output
}

/// What `model!` becomes when a declaration of another macro has arrived; `tokens` are what its companion gives.
pub fn expand_with(tokens: TokenStream) -> TokenStream {
    match companions::State::answered(tokens) {
        Ok(state) => proceed(state, None),
        Err(companions::Unreadable) => {
            quote::quote! { ::core::compile_error! { "this macro is for code that `model!` makes" } }
        }
    }
}

/// Asks for the next declaration, or expands if there is none. `editors` is known in the first step, whose expansion has the words.
fn proceed(state: companions::State, editors: Option<Editors>) -> TokenStream {
    let state = match state.ask() {
        Ok(question) => return question,
        Err(state) => state,
    };
    let companions::State {
        original: tokens,
        keys,
        modules,
        identity,
        ..
    } = *state;
    let editors = editors.unwrap_or_else(|| editors::editors(&tokens, &identity));
    let imports = companions::imports(&keys, &modules);
    let mut front = passes::front_end::front_end_with(tokens.clone(), imports);
    let mut output = editors.shapes(&front.graphs);
    output.extend(companions::companion(
        &tokens,
        &keys,
        &modules,
        &front.exported,
    ));
    for graph in front.graphs {
        let write = graph.header.options.write.clone();
        let compiled = compile(graph);
        // A model that costs too much is a model nevertheless: its uses shall not be errors, too.
        for unchecked in passes::budget::budget(&compiled, &mut front.diagnostics) {
            let name = &compiled.schedule.plan.graph.header.name;
            let check = diagnostics::render::assertion(name, &unchecked);
            let conditions = &compiled.code.conditions;
            output.extend(quote::quote! { #conditions #check });
        }
        output.extend(compiled.code.tokens());
        if let Some(path) = write {
            write_code(&path, &compiled.code.readable());
        }
    }
    output.extend(front.families.iter().map(passes::emit::family::family));
    output.extend(diagnostics::skeleton::render(
        front.failed,
        front.diagnostics,
    ));
    output
}

/// Writes generated code to a file relative to the package, if it has changed; a failure is reported and nothing else.
fn write_code(path: &str, text: &str) {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = std::path::Path::new(&folder).join(path);
    let text = format!("// Generated by `model!`: don't edit.\n\n{text}");
    if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return;
    }
    if let Err(error) = std::fs::write(&path, text) {
        eprintln!("model!: {} can't be written: {error}", path.display());
    }
}
