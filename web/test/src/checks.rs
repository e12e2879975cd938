//! What must be true of the page.

use crate::page::{Page, State};
use crate::{host, strokes};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use digits_page::Image;
use formwork::data::mnist;
use formwork::prelude::*;
use formwork_networks::Digits;
use serde_json::json;
use std::error::Error;
use std::path::Path;

/// Images of the data set that are compared.
const IMAGES: usize = 200;

/// The Escape key.
const ESCAPE: &str = "\u{e00c}";
/// The key that presses a button.
const ENTER: &str = "\u{e007}";

type Network = Deployed<Digits>;
type Result = std::result::Result<(), Box<dyn Error>>;

macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        let holds: bool = $condition;
        if !holds {
            return Err(format!($($message)+).into());
        }
    };
}

/// A new page shows nothing, and what it says of its costs.
pub fn empty_page(page: &Page<'_>) -> Result {
    nothing(&page.state()?)?;
    let text = page
        .browser
        .run("return document.body.innerText", json!([]))?;
    let text = text.as_str().unwrap_or_default().replace(',', "");
    let costs = format!(
        "{} weights and {} multiplications",
        Network::ELEMENTS,
        Network::MACS
    );
    for part in [&costs, "kB of WebAssembly", "pub struct Digits"] {
        ensure!(text.contains(part), "no `{part}` in {text}");
    }
    Ok(())
}

/// The network in the page gives the bits of the host's portable kernels for images of MNIST.
pub fn images(page: &Page<'_>, folder: &Path) -> Result {
    let (_, test) = mnist::load_dir::<Image>(folder)?;
    let test = test.take(IMAGES);
    let outputs = page.classify(test.inputs())?;
    let mut right = 0;
    for ((image, &label), output) in test
        .inputs()
        .iter()
        .zip(test.targets())
        .zip(outputs.chunks(10))
    {
        same_bits(output, host::classify(image).as_slice())?;
        right += usize::from(host::best(output) == usize::from(label));
    }
    println!("{IMAGES} images of MNIST: the host's bits, {right} recognised");
    ensure!(
        outputs.len() == 10 * IMAGES && right >= IMAGES * 95 / 100,
        "only {right} recognised"
    );
    Ok(())
}

/// Ten digits, drawn one after the other.
pub fn digits(page: &Page<'_>) -> Result {
    (0..10).try_for_each(|number| digit(page, number))
}

/// A digit that is drawn is recognised, and image and probabilities are the host's.
pub fn digit(page: &Page<'_>, digit: u8) -> Result {
    page.press(ESCAPE)?;
    for line in strokes::of(digit) {
        page.draw(&line)?;
    }
    let state = page.state()?;
    shown(&state)?;
    let best = host::best(&state.probabilities);
    println!(
        "a drawn {digit}: {best} with {:.4}",
        state.probabilities[best]
    );
    ensure!(
        best == usize::from(digit) && state.probabilities[best] > 0.5,
        "a {digit} was taken for something else: {state:?}"
    );
    Ok(())
}

/// A finger draws as well as the mouse.
pub fn touch(page: &Page<'_>) -> Result {
    page.press(ESCAPE)?;
    for line in strokes::of(4) {
        page.draw_with("touch", &line)?;
    }
    let state = page.state()?;
    shown(&state)?;
    ensure!(state.best == Some(4), "a 4 drawn by touch: {state:?}");
    Ok(())
}

/// The bars change while a digit is drawn, line by line and within a line.
pub fn bars_move(page: &Page<'_>) -> Result {
    page.press(ESCAPE)?;
    let mut last = page.state()?.bars;
    let mut guesses = Vec::new();
    // The first line alone is a 1.
    for line in [
        [(0.6, 0.15), (0.6, 0.85)],
        [(0.6, 0.15), (0.3, 0.55)],
        [(0.3, 0.55), (0.8, 0.55)],
    ] {
        page.draw(&line)?;
        let state = page.state()?;
        shown(&state)?;
        ensure!(state.bars != last, "the bars haven't moved: {state:?}");
        guesses.push(host::best(&state.probabilities));
        last = state.bars;
    }
    println!("line by line: {guesses:?}");
    ensure!(
        guesses[0] == 1 && guesses[2] == 4,
        "a 4 was drawn: {guesses:?}"
    );
    Ok(())
}

/// The button and the keyboard remove the drawing.
pub fn clearing(page: &Page<'_>) -> Result {
    for key in [None, Some(ENTER), Some(ESCAPE)] {
        page.draw(&[(0.3, 0.3), (0.7, 0.7)])?;
        shown(&page.state()?)?;
        let script = match key {
            None => "document.getElementById('clear').click()",
            Some(ENTER) => "document.getElementById('clear').focus()",
            Some(_) => "document.activeElement.blur()",
        };
        page.browser.run(script, json!([]))?;
        key.map_or(Ok(()), |key| page.press(key))?;
        nothing(&page.state()?)?;
    }
    Ok(())
}

/// A picture of the page with a digit on it, which is almost a 9: its first line nearly meets the second.
pub fn screenshot(page: &Page<'_>, file: &Path) -> Result {
    page.press(ESCAPE)?;
    page.draw(&[(0.51, 0.19), (0.30, 0.40), (0.36, 0.53), (0.68, 0.5)])?;
    page.draw(&[(0.68, 0.18), (0.63, 0.88)])?;
    let state = page.state()?;
    shown(&state)?;
    let [.., nine] = state.probabilities;
    ensure!(
        host::best(&state.probabilities) == 4 && nine > 0.01,
        "neither a 4 nor almost a 9: {state:?}"
    );
    let picture = BASE64_STANDARD.decode(page.browser.screenshot()?)?;
    std::fs::write(file, &picture)?;
    ensure!(
        picture.len() <= 60_000,
        "the picture has {} bytes",
        picture.len()
    );
    Ok(())
}

/// Whoever prefers dark pages gets one, with light ink.
pub fn dark(page: &Page<'_>) -> Result {
    let colours = "const pen = document.getElementById('paper').getContext('2d');
        return [getComputedStyle(document.body).backgroundColor, pen.strokeStyle]";
    let light = page.browser.run(colours, json!([]))?;
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    page.browser
        .command("Emulation.setEmulatedMedia", features)?;
    page.state()?;
    let dark = page.browser.run(colours, json!([]))?;
    ensure!(
        light[0] != dark[0] && light[1] != dark[1],
        "light {light}, dark {dark}"
    );
    Ok(())
}

/// Image, probabilities, bars and sentence belong together, and to the host.
fn shown(state: &State) -> Result {
    same_bits(
        &state.probabilities,
        host::classify(&state.image).as_slice(),
    )?;
    let best = host::best(&state.probabilities);
    ensure!(
        state.best == Some(best) && state.answer.ends_with(&format!(" {best}")),
        "{best} doesn't stand out: {state:?}"
    );
    let bars = state.bars.iter().zip(state.probabilities);
    for (bar, probability) in bars {
        ensure!(
            (bar - f64::from(probability)).abs() < 1e-3,
            "the bars don't show the probabilities: {state:?}"
        );
    }
    Ok(())
}

/// Nothing is drawn.
fn nothing(state: &State) -> Result {
    ensure!(
        state.image.iter().all(|&pixel| pixel == 0.0)
            && state.bars == [0.0; 10]
            && state.best.is_none()
            && state.answer.starts_with("From 0 to 9"),
        "there is something on an empty page: {state:?}"
    );
    Ok(())
}

fn same_bits(page: &[f32], host: &[f32]) -> Result {
    let bits = |number: &f32| number.to_bits();
    ensure!(
        page.iter().map(bits).eq(host.iter().map(bits)),
        "the page computes {page:?}, the host {host:?}"
    );
    Ok(())
}
