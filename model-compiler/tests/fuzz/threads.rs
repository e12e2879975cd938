//! Work in threads that have little stack and little time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

/// What a thread has for everything.
const STACK: usize = 2 << 20;

/// What an expansion may take.
const SLOW: Duration = Duration::from_secs(2);

/// When a thread is given up.
const ENDLESS: Duration = Duration::from_secs(60);

/// Calls `work` with each number below `streams`, each time in a thread of its own, which is named after the number: a stack that
/// overflows ends the process and prints that name.
pub fn each(streams: u64, work: fn(u64)) {
    let next = AtomicU64::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let stream = next.fetch_add(1, Ordering::Relaxed);
                    if stream >= streams {
                        break;
                    }
                    // Other work on the machine makes a stream slow once, but hardly twice.
                    if in_thread(stream, work) > SLOW {
                        let again = in_thread(stream, work);
                        assert!(again < SLOW, "stream {stream} takes {again:?}");
                    }
                }
            });
        }
    });
}

fn in_thread(stream: u64, work: fn(u64)) -> Duration {
    let (sender, receiver) = mpsc::channel();
    let thread = Builder::new()
        .name(format!("stream {stream}"))
        .stack_size(STACK);
    let handle = thread.spawn(move || {
        let start = Instant::now();
        work(stream);
        let _ = sender.send(start.elapsed());
    });
    let handle = handle.expect("the system has threads");
    match receiver.recv_timeout(ENDLESS) {
        Ok(time) => {
            let _ = handle.join();
            time
        }
        Err(RecvTimeoutError::Disconnected) => panic!("stream {stream} panicked"),
        Err(RecvTimeoutError::Timeout) => panic!("stream {stream} doesn't end"),
    }
}
