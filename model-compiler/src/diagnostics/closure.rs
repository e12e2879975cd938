//! Mistakes in closures: their kinds, and what is said of them.

/// One mistake in a closure.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are what the variant's sentence says
pub enum ClosureMistake {
    /// Something that the expressions of closures don't have.
    Misplaced { what: &'static str },
    /// A name that is neither a parameter nor a constant. `function` if a function is called so.
    UnknownName {
        found: String,
        suggestion: Option<String>,
        function: bool,
    },
    /// No function is called so. `along_axis` if an activation is, one that acts along an axis.
    UnknownFunction {
        found: String,
        suggestion: Option<&'static str>,
        along_axis: bool,
    },
    /// A function gets too few or too many numbers.
    Arguments {
        function: &'static str,
        parameters: &'static [&'static str],
        required: usize,
        found: usize,
    },
    /// A condition stands where a number is needed.
    ConditionAsNumber,
    /// A number stands where a condition is needed.
    NumberAsCondition,
    /// A number that doesn't fit into `f32`.
    NumberTooLarge,
    /// Constants lead to something that isn't a finite `f32`.
    NotFinite,
    /// Two parameters have the same name.
    ParameterTwice { name: String },
    /// The closure has another number of parameters than there are inputs.
    Inputs { parameters: usize, inputs: usize },
    /// There is too much of something.
    TooLarge { what: &'static str, limit: usize },
}

impl ClosureMistake {
    /// What is wrong.
    pub fn message(&self) -> String {
        match self {
            ClosureMistake::Misplaced { what } => {
                format!("a closure computes with single numbers: {what} can't stand in it")
            }
            ClosureMistake::UnknownName { found, .. } => {
                format!("`{found}` is neither a parameter of the closure nor a constant")
            }
            ClosureMistake::UnknownFunction {
                found,
                along_axis: true,
                ..
            } => format!("`{found}` acts along an axis, and a closure on single numbers"),
            ClosureMistake::UnknownFunction { found, .. } => {
                format!("closures have no function `{found}`")
            }
            ClosureMistake::Arguments {
                function,
                parameters,
                required,
                found,
            } => {
                let most = parameters.len();
                let expected = match *required == most {
                    true => numbers(most),
                    false => format!("{required} to {}", numbers(most)),
                };
                format!("`{function}` takes {expected}, found {found}")
            }
            ClosureMistake::ConditionAsNumber => {
                "this is a condition, and a number is needed".into()
            }
            ClosureMistake::NumberAsCondition => {
                "this is a number, and a condition is needed".into()
            }
            ClosureMistake::ParameterTwice { name } => {
                format!("two parameters of the closure are called `{name}`")
            }
            ClosureMistake::NumberTooLarge => "this number is too large".into(),
            ClosureMistake::NotFinite => "this isn't a finite number, whatever the input is".into(),
            ClosureMistake::Inputs { parameters, inputs } => format!(
                "the closure has {}, and is applied to {}",
                match parameters {
                    0 => "no parameters".into(),
                    1 => "one parameter".into(),
                    _ => format!("{parameters} parameters"),
                },
                match inputs {
                    1 => "one value".into(),
                    _ => format!("{inputs} values"),
                }
            ),
            ClosureMistake::TooLarge { what, limit } => {
                format!("a closure has at most {limit} {what}")
            }
        }
    }

    /// How to mend it.
    pub fn help(&self) -> String {
        match self {
            ClosureMistake::Misplaced { what } => match *what {
                "an `if` without `else`" => "write `if x > 0 { x } else { 0 }`".into(),
                "an assignment" => "give the new value a name of its own with `let`".into(),
                "a block without a value" => "end the block with a value, without `;`".into(),
                _ => "a closure is made of its parameters, constants, `+ - * /`, functions such as `tanh`, `if` and `let`".into(),
            },
            ClosureMistake::UnknownName {
                suggestion: Some(name),
                ..
            } => format!("did you mean `{name}`?"),
            ClosureMistake::UnknownName {
                found,
                function: true,
                ..
            } => format!("call the function: `{found}(x)`"),
            ClosureMistake::UnknownName { found, .. } => as_parameter(found),
            ClosureMistake::UnknownFunction {
                found,
                along_axis: true,
                ..
            } => format!("make it a layer of its own: `Activation({found})`"),
            ClosureMistake::UnknownFunction {
                suggestion: Some(name),
                ..
            } => format!("did you mean `{name}`?"),
            ClosureMistake::UnknownFunction { .. } => {
                "some are `exp`, `ln`, `sqrt`, `tanh`, `sigmoid`, `softplus`, `erf`, `sin`, `cos`, `abs`, `max`, `min` and `pow`".into()
            }
            ClosureMistake::Arguments {
                function,
                parameters,
                required,
                ..
            } => {
                let needed = parameters.get(..*required).unwrap_or(parameters);
                format!("write `{function}({})`", needed.join(", "))
            }
            ClosureMistake::ConditionAsNumber => {
                "choose between numbers: `if x > 0 { 1 } else { 0 }`".into()
            }
            ClosureMistake::NumberAsCondition => "compare it: `x > 0`".into(),
            ClosureMistake::ParameterTwice { .. } => "give each a name of its own".into(),
            ClosureMistake::NumberTooLarge => "numbers are `f32`, up to 3.4e38".into(),
            ClosureMistake::NotFinite => "choose other constants".into(),
            ClosureMistake::Inputs { inputs, .. } => {
                format!("write `{}`", closure_of(*inputs))
            }
            ClosureMistake::TooLarge { .. } => {
                "split it into several layers, or write a layer of your own".into()
            }
        }
    }
}

fn numbers(count: usize) -> String {
    match count {
        1 => "one number".into(),
        _ => format!("{count} numbers"),
    }
}

/// How a closure gets to see a tensor of this name.
pub fn as_parameter(name: &str) -> String {
    let first = if name == "x" { "y" } else { "x" };
    format!(
        "make it a parameter, and apply the closure to it: `Lambda(|{first}, {name}| ..)({first}, {name})`"
    )
}

/// `|x, y| ..`
fn closure_of(inputs: usize) -> String {
    let names = ["x", "y", "z"];
    match names.get(..inputs) {
        Some(names) => format!("|{}| ..", names.join(", ")),
        None => format!("|x0, .., x{}| ..", inputs.saturating_sub(1)),
    }
}
