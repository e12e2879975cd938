//! A browser, driven by the WebDriver protocol: <https://www.w3.org/TR/webdriver2/>.

use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long the driver may take to begin, and to answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// A browser with one window, which is closed at the end.
pub struct Browser {
    driver: Driver,
    agent: ureq::Agent,
    session: String,
    _profile: tempfile::TempDir,
}

/// The process that drives the browser.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Starts the driver and the browser.
    pub fn start() -> Result<Browser, Box<dyn Error>> {
        let (driver, port) = start_driver()?;
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build()
            .into();
        let profile = tempfile::tempdir()?;
        let mut options = json!({
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1", "--window-size=880,770",
                format!("--user-data-dir={}", profile.path().display()),
            ]
        });
        if let Ok(browser) = std::env::var("CHROMIUM") {
            options["binary"] = browser.into();
        }
        let mut browser = Browser {
            driver,
            agent,
            session: format!("http://127.0.0.1:{port}/session"),
            _profile: profile,
        };
        let capabilities =
            json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let answer = browser.post("", &capabilities)?;
        let session = answer["sessionId"]
            .as_str()
            .ok_or_else(|| format!("no session in {answer}"))?;
        browser.session = format!("{}/{session}", browser.session);
        Ok(browser)
    }

    /// Opens an address.
    pub fn open(&self, address: &str) -> Result<(), Box<dyn Error>> {
        self.post("/url", &json!({ "url": address }))?;
        Ok(())
    }

    /// What the body of a function returns; its arguments are `arguments[0]` …
    pub fn run(&self, script: &str, arguments: Value) -> Result<Value, Box<dyn Error>> {
        self.post(
            "/execute/sync",
            &json!({ "script": script, "args": arguments }),
        )
    }

    /// What the body of a function gives to its last argument, which is a function.
    pub fn run_later(&self, script: &str, arguments: Value) -> Result<Value, Box<dyn Error>> {
        self.post(
            "/execute/async",
            &json!({ "script": script, "args": arguments }),
        )
    }

    /// Actions of one input device, one after the other.
    pub fn act(&self, device: Value) -> Result<(), Box<dyn Error>> {
        self.post("/actions", &json!({ "actions": [device] }))?;
        Ok(())
    }

    /// A command of the browser's own protocol for developers.
    pub fn command(&self, name: &str, parameters: Value) -> Result<(), Box<dyn Error>> {
        self.post(
            "/goog/cdp/execute",
            &json!({ "cmd": name, "params": parameters }),
        )?;
        Ok(())
    }

    /// What the window shows, as PNG in base 64.
    pub fn screenshot(&self) -> Result<String, Box<dyn Error>> {
        let mut answer = self
            .agent
            .get(format!("{}/screenshot", self.session))
            .call()?;
        let answer = value(&answer.body_mut().read_to_string()?)?;
        Ok(answer.as_str().ok_or("no picture")?.to_owned())
    }

    fn post(&self, command: &str, parameters: &Value) -> Result<Value, Box<dyn Error>> {
        let request = self
            .agent
            .post(format!("{}{command}", self.session))
            .content_type("application/json");
        let mut answer = request.send(parameters.to_string())?;
        value(&answer.body_mut().read_to_string()?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser ends with its session, and the driver after it.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.0.try_wait();
    }
}

/// What an answer holds, or the error that it tells of.
fn value(answer: &str) -> Result<Value, Box<dyn Error>> {
    let answer: Value = serde_json::from_str(answer)?;
    let value = &answer["value"];
    match value["error"].as_str() {
        Some(error) => {
            Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default()).into())
        }
        None => Ok(value.clone()),
    }
}

/// The driver, and the port that it has chosen.
fn start_driver() -> Result<(Driver, u16), Box<dyn Error>> {
    let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
    let child = Command::new(&program)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .spawn();
    let mut child = child.map_err(|error| {
        format!(
            "`{program}` can't be started: {error}; install the packages `chromium` and `chromium-driver`"
        )
    })?;
    let output = child.stdout.take();
    let driver = Driver(child);
    let (sender, receiver) = mpsc::channel();
    // Reads on to the end, so that the driver never waits for somebody to read.
    thread::spawn(move || {
        for line in BufReader::new(output?).lines() {
            let line = line.ok()?;
            let port = line.split("successfully on port ").nth(1);
            if let Some(Ok(port)) = port.map(|port| port.trim_end_matches('.').parse()) {
                // Only the first is waited for.
                let _ = sender.send(port);
            }
        }
        Some(())
    });
    let port = receiver.recv_timeout(PATIENCE);
    Ok((driver, port.map_err(|_| "the driver hasn't said its port")?))
}
