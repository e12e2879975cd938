//! A session with a language server over its standard streams.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What goes wrong in a session.
pub type Failure = String;

/// A running language server.
pub struct Session {
    server: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    requests: i64,
    version: i64,
    /// When the session must be over.
    deadline: Instant,
    /// What the server says of itself: it has read everything.
    quiescent: bool,
    /// What the server marks in the files, by address.
    pub marks: Vec<(String, Value)>,
}

impl Session {
    /// Starts rust-analyzer for a package.
    pub fn start(program: &str, package: &Path, deadline: Instant) -> Result<Session, Failure> {
        let mut server = Command::new(program)
            .current_dir(package)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program} can't be started: {error}"))?;
        let (Some(input), Some(output)) = (server.stdin.take(), server.stdout.take()) else {
            return Err("the server has no streams".into());
        };
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut session = Session {
            server,
            input,
            messages,
            requests: 0,
            version: 0,
            deadline,
            quiescent: false,
            marks: Vec::new(),
        };
        let capabilities = json!({
            "textDocument": {
                "hover": { "contentFormat": ["markdown"] },
                "completion": { "completionItem": { "snippetSupport": true } },
                "definition": { "linkSupport": false },
            },
            "window": { "workDoneProgress": true },
            "experimental": { "serverStatusNotification": true },
        });
        session.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": address(package),
                "workspaceFolders": [{ "uri": address(package), "name": "fixture" }],
                "capabilities": capabilities,
                "initializationOptions": { "checkOnSave": false, "cachePriming": { "enable": false } },
            }),
        )?;
        session.notify("initialized", json!({}))?;
        Ok(session)
    }

    /// Waits until the server has read the package.
    pub fn wait_until_ready(&mut self) -> Result<(), Failure> {
        while !self.quiescent {
            let message = self.next(self.deadline, "the package to be read")?;
            self.take(&message)?;
        }
        Ok(())
    }

    /// Opens a file with a text, which needn't be the one on the disk.
    pub fn open(&mut self, file: &Path, text: &str) -> Result<(), Failure> {
        self.version += 1;
        let document = json!({
            "uri": address(file), "languageId": "rust", "version": self.version, "text": text,
        });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }))
    }

    /// Gives an open file another text.
    pub fn change(&mut self, file: &Path, text: &str) -> Result<(), Failure> {
        self.version += 1;
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": address(file), "version": self.version },
                "contentChanges": [{ "text": text }],
            }),
        )
    }

    /// Asks something and waits for the answer.
    pub fn request(&mut self, method: &str, parameters: Value) -> Result<Value, Failure> {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }))?;
        loop {
            let message = self.next(self.deadline, method)?;
            if message.get("method").is_none() && message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(format!("{method}: {error}")),
                    None => Ok(message["result"].clone()),
                };
            }
            self.take(&message)?;
        }
    }

    /// Lets the server work for a while and notes what it says.
    pub fn listen(&mut self, time: Duration) -> Result<(), Failure> {
        let end = (Instant::now() + time).min(self.deadline);
        while let Ok(message) = self.next(end, "") {
            self.take(&message)?;
        }
        Ok(())
    }

    fn notify(&mut self, method: &str, parameters: Value) -> Result<(), Failure> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }))
    }

    fn send(&mut self, message: &Value) -> Result<(), Failure> {
        let text = message.to_string();
        let written = write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len())
            .and_then(|()| self.input.flush());
        written.map_err(|error| format!("the server doesn't listen: {error}"))
    }

    fn next(&self, deadline: Instant, what: &str) -> Result<Value, Failure> {
        let left = deadline.saturating_duration_since(Instant::now());
        self.messages
            .recv_timeout(left)
            .map_err(|error| match error {
                RecvTimeoutError::Timeout => format!("waited in vain for {what}"),
                RecvTimeoutError::Disconnected => format!("the server ended, asked for {what}"),
            })
    }

    /// Answers what the server asks, and notes what it tells.
    fn take(&mut self, message: &Value) -> Result<(), Failure> {
        let parameters = &message["params"];
        match message["method"].as_str() {
            Some("experimental/serverStatus") => {
                self.quiescent = parameters["quiescent"] == true;
                if parameters["health"] == "error" {
                    return Err(format!("the server reports {parameters}"));
                }
            }
            Some("textDocument/publishDiagnostics") => {
                let uri = parameters["uri"].as_str().unwrap_or_default().to_string();
                self.marks.retain(|(known, _)| *known != uri);
                self.marks.push((uri, parameters["diagnostics"].clone()));
            }
            _ => {}
        }
        if message.get("method").is_some() && message.get("id").is_some() {
            let id = &message["id"];
            let count = parameters["items"].as_array().map_or(0, Vec::len);
            let result = match message["method"].as_str() {
                Some("workspace/configuration") => json!(vec![Value::Null; count]),
                _ => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }))?;
        }
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to do.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The address of a file.
pub fn address(file: &Path) -> String {
    format!("file://{}", file.display())
}

/// One message: a head with its length, an empty line, and JSON.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut text = vec![0; length];
    output.read_exact(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}
