//! The page as the tests see it.

use crate::browser::Browser;
use crate::strokes::Point;
use digits_page::Image;
use serde_json::{Value, json};
use std::error::Error;
use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

/// How long the page may take to begin.
const PATIENCE: Duration = Duration::from_secs(60);

/// The open page.
pub struct Page<'a> {
    /// Where it is open.
    pub browser: &'a Browser,
}

/// What the page shows and holds at one moment.
pub struct State {
    /// What the network sees.
    pub image: Image,
    /// The network's output.
    pub probabilities: [f32; 10],
    /// The widths of the bars on the screen, as parts of the largest possible.
    pub bars: Vec<f64>,
    /// The sentence above.
    pub answer: String,
    /// The digit whose row stands out.
    pub best: Option<usize>,
}

impl fmt::Debug for State {
    /// Without the pixels.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("State")
            .field("probabilities", &self.probabilities)
            .field("bars", &self.bars)
            .field("answer", &self.answer)
            .field("best", &self.best)
            .finish_non_exhaustive()
    }
}

impl<'a> Page<'a> {
    /// Opens the page, and waits until the network is there.
    pub fn open(browser: &'a Browser, address: &str) -> Result<Page<'a>, Box<dyn Error>> {
        browser.open(address)?;
        let page = Page { browser };
        let end = Instant::now() + PATIENCE;
        while browser.run("return 'digits' in window", json!([]))? != true {
            if Instant::now() > end {
                let text = browser.run("return document.body.innerText", json!([]))?;
                return Err(format!("the page at {address} doesn't begin: {text}").into());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(page)
    }

    /// Draws one line with the mouse.
    pub fn draw(&self, line: &[Point]) -> Result<(), Box<dyn Error>> {
        self.draw_with("mouse", line)
    }

    /// Draws one line with a `mouse`, a `pen` or by `touch`.
    pub fn draw_with(&self, device: &str, line: &[Point]) -> Result<(), Box<dyn Error>> {
        let area = self.browser.run(
            "const area = document.getElementById('paper').getBoundingClientRect();
             return [area.left, area.top, area.width, area.height]",
            json!([]),
        )?;
        let area: Vec<f64> = serde_json::from_value(area)?;
        let &[left, top, width, height] = area.as_slice() else {
            return Err("the drawing area has no place".into());
        };
        let moves = line.iter().map(|(x, y)| {
            let (x, y) = (left + x * width, top + y * height);
            json!({ "type": "pointerMove", "duration": 0, "x": x.round(), "y": y.round() })
        });
        let mut actions: Vec<Value> = moves.collect();
        actions.insert(1, json!({ "type": "pointerDown", "button": 0 }));
        actions.push(json!({ "type": "pointerUp", "button": 0 }));
        self.browser.act(json!({
            "type": "pointer",
            "id": device,
            "parameters": { "pointerType": device },
            "actions": actions,
        }))
    }

    /// Presses a key.
    pub fn press(&self, key: &str) -> Result<(), Box<dyn Error>> {
        let actions =
            json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        self.browser
            .act(json!({ "type": "key", "id": "keyboard", "actions": actions }))
    }

    /// What is there once the next two frames have been drawn and nothing moves any more.
    pub fn state(&self) -> Result<State, Box<dyn Error>> {
        let state = self.browser.run_later(
            "const done = arguments[arguments.length - 1];
             const frame = () => new Promise(requestAnimationFrame);
             const bits = (numbers) => Array.from(new Uint32Array(numbers.buffer));
             const part = (bar) => bar.getBoundingClientRect().width / bar.parentElement.clientWidth;
             frame().then(frame)
                 .then(() => Promise.all(document.getAnimations().map((animation) => animation.finished)))
                 .then(() => done({
                     image: bits(digits.image()),
                     probabilities: bits(digits.probabilities()),
                     bars: Array.from(document.querySelectorAll('.bar'), part),
                     answer: document.getElementById('answer').innerText,
                     best: Array.from(document.querySelectorAll('#bars li'), (row) => row.className).indexOf('best'),
                 }))",
            json!([]),
        )?;
        let mut image = Image::zeros();
        for (pixel, number) in image.iter_mut().zip(floats(&state["image"])?) {
            *pixel = number;
        }
        let probabilities = floats(&state["probabilities"])?;
        Ok(State {
            image,
            probabilities: probabilities
                .try_into()
                .map_err(|_| "there aren't ten probabilities")?,
            bars: serde_json::from_value(state["bars"].clone())?,
            answer: state["answer"].as_str().unwrap_or_default().to_owned(),
            best: state["best"].as_u64().map(|best| best as usize),
        })
    }

    /// The probabilities that the page's network gives for images, one after the other.
    pub fn classify(&self, images: &[Image]) -> Result<Vec<f32>, Box<dyn Error>> {
        let bits = |image: &Image| image.iter().map(|pixel| pixel.to_bits()).collect();
        let bits: Vec<Vec<u32>> = images.iter().map(bits).collect();
        let outputs = self.browser.run(
            "return arguments[0].flatMap((bits) => {
                 const image = new Float32Array(new Uint32Array(bits).buffer);
                 return Array.from(new Uint32Array(digits.classify(image).buffer));
             })",
            json!([bits]),
        )?;
        floats(&outputs)
    }
}

/// The numbers of these bits.
fn floats(bits: &Value) -> Result<Vec<f32>, Box<dyn Error>> {
    let bits: Vec<u32> = serde_json::from_value(bits.clone())?;
    Ok(bits.into_iter().map(f32::from_bits).collect())
}
