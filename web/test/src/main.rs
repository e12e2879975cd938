//! Draws digits on the page in a browser without a window, and compares what it shows with the host.
//!
//! ```text
//! cargo run --manifest-path web/Cargo.toml -p digits-page-test -- PAGE MNIST SCREENSHOT
//! ```
//!
//! PAGE is the file that `web/build.sh` makes, MNIST a folder with the data set, SCREENSHOT the PNG file that is written. It needs
//! `chromium` and `chromedriver`; `CHROMIUM` and `CHROMEDRIVER` may say where they are.

mod browser;
mod checks;
mod host;
mod page;
mod server;
mod strokes;

use browser::Browser;
use page::Page;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(file), Some(mnist), Some(screenshot), None) = (
        arguments.next(),
        arguments.next(),
        arguments.next(),
        arguments.next(),
    ) else {
        return Err("there must be three arguments: PAGE MNIST SCREENSHOT".into());
    };
    let file = file
        .canonicalize()
        .map_err(|error| format!("{}: {error}", file.display()))?;
    let address = server::serve(std::fs::read(&file)?)?;
    let browser = Browser::start()?;

    let page = Page::open(&browser, &format!("http://{address}/"))?;
    checks::empty_page(&page)?;
    checks::images(&page, &mnist)?;
    checks::digits(&page)?;
    checks::touch(&page)?;
    checks::bars_move(&page)?;
    checks::clearing(&page)?;
    checks::screenshot(&page, &screenshot)?;
    checks::dark(&page)?;

    // The same file without a server.
    let page = Page::open(&browser, &format!("file://{}", file.display()))?;
    checks::digit(&page, 7)?;
    println!("from a file: a 7 is recognised");
    Ok(())
}
