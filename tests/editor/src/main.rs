//! An editor's session with rust-analyzer: what it shows, finds and completes in declarations, good and broken.
//!
//! The first argument is the server's command. The program fails at the first question whose answer is wrong, and if the
//! server isn't there or doesn't answer in time.

mod questions;
mod session;

use questions::{Expected, QUESTIONS, Question};
use serde_json::{Value, json};
use session::{Failure, Session, address};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long everything may take.
const LIMIT: Duration = Duration::from_secs(170);
/// The pause before a question is asked again.
const PAUSE: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    let program = std::env::args().nth(1);
    let program = program.unwrap_or_else(|| "rust-analyzer".into());
    match run(&program) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(program: &str) -> Result<(), Failure> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixture");
    let file = package.join("src/lib.rs");
    let good = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
    let start = Instant::now();
    let mut session = Session::start(program, &package, start + LIMIT)?;
    session.open(&file, &good)?;
    session.wait_until_ready()?;
    let mut editor = Editor {
        session,
        file,
        good,
        broken: false,
    };
    for question in QUESTIONS {
        editor.check(question)?;
    }
    let count = QUESTIONS.len();
    let seconds = start.elapsed().as_secs();
    println!("{count} questions were answered as expected in {seconds} s");
    Ok(())
}

/// An editor with one file.
struct Editor {
    session: Session,
    file: PathBuf,
    /// The text on the disk.
    good: String,
    /// Whether the text in the editor is another.
    broken: bool,
}

impl Editor {
    /// Asks until the answer is the expected one: the server answers before it has read everything.
    fn check(&mut self, question: &Question) -> Result<(), Failure> {
        let text = match question.change {
            Some((from, to)) => {
                unique(&self.good, from)?;
                self.good.replacen(from, to, 1)
            }
            None => self.good.clone(),
        };
        let (line, character) = place(&text, question.place)?;
        self.session.change(&self.file, &text)?;
        self.broken = question.change.is_some();
        let parameters = json!({
            "textDocument": { "uri": address(&self.file) },
            "position": { "line": line, "character": character },
        });
        let method = match question.expected {
            Expected::Hover(_) => "textDocument/hover",
            Expected::Definition(..) => "textDocument/definition",
            Expected::Completions { .. } => "textDocument/completion",
        };
        let mut wrong = String::new();
        let first = Instant::now();
        // Wrong answers are given up sooner than missing ones.
        while first.elapsed() < LIMIT / 4 {
            match self.session.request(method, parameters.clone()) {
                Ok(answer) => match self.compare(&question.expected, &answer, &text)? {
                    None => {
                        println!("{} ({})", question.place, method);
                        return self.marks();
                    }
                    Some(found) => wrong = found,
                },
                Err(failure) if failure.contains("in vain") => return Err(failure),
                Err(failure) => wrong = failure,
            }
            self.session.listen(PAUSE)?;
        }
        Err(format!(
            "{method} at `{}`, expected {:?}:\n{wrong}",
            question.place, question.expected
        ))
    }

    /// What is wrong with an answer, or `None`.
    fn compare(
        &self,
        expected: &Expected,
        answer: &Value,
        text: &str,
    ) -> Result<Option<String>, Failure> {
        Ok(match expected {
            Expected::Hover(parts) => {
                let text = answer["contents"]["value"].as_str().unwrap_or_default();
                let lacking = parts.iter().find(|part| !text.contains(*part));
                lacking.map(|part| format!("no {part:?} in {text:?}"))
            }
            Expected::Definition(end, line) => {
                let first = &answer[0];
                let uri = first["uri"].as_str().unwrap_or_default();
                let file = uri.strip_prefix("file://").unwrap_or_default();
                let text = match Path::new(file) == self.file {
                    true => text.to_string(),
                    false => std::fs::read_to_string(file).unwrap_or_default(),
                };
                let number = first["range"]["start"]["line"].as_u64().unwrap_or(u64::MAX);
                let found = text.lines().nth(number as usize).unwrap_or_default();
                let one = answer.as_array().is_some_and(|all| all.len() == 1);
                match one && file.ends_with(end) && found.trim() == *line {
                    true => None,
                    false => Some(format!("{answer}, where there is {found:?}")),
                }
            }
            Expected::Completions {
                with,
                without,
                most,
            } => {
                let items = answer["items"].as_array().or(answer.as_array());
                let labels: Vec<&str> = items
                    .into_iter()
                    .flatten()
                    .filter_map(|item| item["label"].as_str())
                    .collect();
                let all = with.iter().all(|label| labels.contains(label));
                let none = !without.iter().any(|label| labels.contains(label));
                match all && none && labels.len() <= *most {
                    true => None,
                    false => Some(format!(
                        "{} completions: {}",
                        labels.len(),
                        labels.join(", ")
                    )),
                }
            }
        })
    }

    /// Nothing is marked for what the macro emits: the good text has no marks, a broken one those of the macro itself.
    fn marks(&mut self) -> Result<(), Failure> {
        let document = json!({ "textDocument": { "uri": address(&self.file) } });
        let answer = self.session.request("textDocument/diagnostic", document)?;
        let allowed: &[&str] = match self.broken {
            true => &["macro-error", "syntax-error"],
            false => &[],
        };
        let Some(marks) = answer["items"].as_array() else {
            return Err(format!("no list of marks: {answer}"));
        };
        let code = |mark: &&Value| mark["code"].as_str().unwrap_or_default().to_string();
        match marks.iter().find(|mark| !allowed.contains(&&*code(mark))) {
            Some(mark) => Err(format!("there is a mark: {mark}")),
            None => Ok(()),
        }
    }
}

fn unique(text: &str, part: &str) -> Result<(), Failure> {
    match text.matches(part).count() {
        1 => Ok(()),
        count => Err(format!("{part:?} stands {count} times in the file")),
    }
}

/// Line and character of the bar in a part of the text.
fn place(text: &str, part: &str) -> Result<(usize, usize), Failure> {
    let Some(bar) = part.find('|') else {
        return Err(format!("there is no bar in {part:?}"));
    };
    let plain = part.replacen('|', "", 1);
    unique(text, &plain)?;
    let at = text.find(&plain).map_or(0, |start| start + bar);
    let before = &text[..at];
    let line = before.lines().last().filter(|_| !before.ends_with('\n'));
    let character = line.map_or(0, |line| line.encode_utf16().count());
    Ok((before.matches('\n').count(), character))
}
