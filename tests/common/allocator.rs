//! A counting allocator, and a way to run a test as the only one of its process.
#![allow(unsafe_code)] // a global allocator

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

static CALLS: AtomicUsize = AtomicUsize::new(0);
static ALLOCATED: AtomicUsize = AtomicUsize::new(0);
static FREED: AtomicUsize = AtomicUsize::new(0);

/// Whether the process's first thread has been seen.
static STARTED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread is counted, once it is known: all are but the first, where the harness waits for the test.
    static COUNTED: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Counts what all threads of a test allocate.
struct Counting;

impl Counting {
    fn is_counted(&self) -> bool {
        COUNTED.with(|counted| {
            let known = counted
                .get()
                .unwrap_or_else(|| STARTED.swap(true, Ordering::SeqCst));
            counted.set(Some(known));
            known
        })
    }

    fn take(&self, layout: Layout) {
        if !self.is_counted() {
            return;
        }
        CALLS.fetch_add(1, Ordering::SeqCst);
        ALLOCATED.fetch_add(layout.size(), Ordering::SeqCst);
    }
}

// SAFETY: everything is handed to the system's allocator. A block that grows or shrinks is a new block by the trait's
// default.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.take(layout);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.take(layout);
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if self.is_counted() {
            FREED.fetch_add(layout.size(), Ordering::SeqCst);
        }
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What a call has allocated on all threads of the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocations {
    /// Number of allocations.
    pub calls: usize,
    /// Bytes allocated, whether or not they were freed.
    pub bytes: usize,
    /// Bytes freed.
    pub freed: usize,
}

impl Allocations {
    /// Nothing at all.
    pub const NONE: Allocations = Allocations {
        calls: 0,
        bytes: 0,
        freed: 0,
    };
}

/// The result of a call, and what it has allocated.
pub fn counted<R>(call: impl FnOnce() -> R) -> (R, Allocations) {
    let now = || Allocations {
        calls: CALLS.load(Ordering::SeqCst),
        bytes: ALLOCATED.load(Ordering::SeqCst),
        freed: FREED.load(Ordering::SeqCst),
    };
    let before = now();
    let result = call();
    let after = now();
    let allocations = Allocations {
        calls: after.calls - before.calls,
        bytes: after.bytes - before.bytes,
        freed: after.freed - before.freed,
    };
    (result, allocations)
}

/// Runs `test` in a process of its own, in which no other test allocates meanwhile. `name` is the test's own name.
pub fn alone(name: &str, test: impl FnOnce()) {
    const CHILD: &str = "FORMWORK_TEST_ALONE";
    if std::env::var_os(CHILD).is_some() {
        // Found out once in a process, with the help of an environment variable.
        formwork::kernels::level::level();
        return test();
    }
    let program = std::env::current_exe().expect("the test's program");
    let output = Command::new(program)
        .args(["--exact", name, "--test-threads=1", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .expect("the test's program runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    assert!(
        text.contains("1 passed"),
        "no test is called {name}: {text}"
    );
}
