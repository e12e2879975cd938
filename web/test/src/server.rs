//! A server of one page.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Serves the page at `/`, on a free port of this machine, until the program ends.
pub fn serve(page: Vec<u8>) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let page = Arc::new(page);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let page = Arc::clone(&page);
            // A connection that fails is the browser's to repeat.
            thread::spawn(move || answer(stream, &page));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, page: &[u8]) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = String::new();
    let mut lines = BufReader::new(stream.try_clone()?);
    lines.read_line(&mut request)?;
    let mut header = String::new();
    while lines.read_line(&mut header)? > 2 {
        header.clear();
    }
    let (status, body) = if request.starts_with("GET / ") {
        ("200 OK", page)
    } else {
        ("404 Not Found", &b""[..])
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)
}
