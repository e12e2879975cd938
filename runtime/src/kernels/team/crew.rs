//! The threads of a team: they wait spinning for a moment, then sleep.
#![allow(unsafe_code)] // lends a closure of any lifetime to threads, and waits until they are done with it

use std::any::Any;
use std::cell::UnsafeCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{JoinHandle, available_parallelism, yield_now};
use std::time::{Duration, Instant};

type Body<'a> = dyn Fn(usize) + Sync + 'a;

/// How long a thread spins before it yields, and yields before it sleeps.
const SPIN: Duration = Duration::from_micros(20);
const YIELD: Duration = Duration::from_micros(60);

/// Threads that run the same closure at the same time.
pub(super) struct Crew {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    /// Held while a closure runs: a nested or second call finds it taken.
    busy: AtomicBool,
}

/// On cache lines of its own.
#[repr(align(128))]
struct Padded<T>(T);

struct Shared {
    /// Counts the closures handed out; a change starts the workers.
    generation: Padded<AtomicU32>,
    /// Workers that haven't finished the current closure.
    running: Padded<AtomicUsize>,
    /// The closure, valid while `running > 0`.
    body: UnsafeCell<Option<&'static Body<'static>>>,
    /// Set before the last change of `generation`.
    stop: AtomicBool,
    /// The first panic of a worker.
    panic: Mutex<Option<Box<dyn Any + Send>>>,
    /// More threads than processors: spinning would keep the others from running.
    crowded: bool,
    workers: Bell,
    caller: Bell,
}

// SAFETY: `body` is written only while no worker runs, before `generation` changes, and read by workers after they
// have seen that change and before they count down `running`. The closure itself is `Sync`.
unsafe impl Sync for Shared {}
// SAFETY: as above.
unsafe impl Send for Shared {}

/// Wakes threads that wait for a condition made true elsewhere.
#[derive(Default)]
struct Bell {
    sleepers: AtomicUsize,
    lock: Mutex<()>,
    bell: Condvar,
}

impl Bell {
    fn locked(&self) -> MutexGuard<'_, ()> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns once `ready` holds. Whoever makes it true calls [`ring`](Self::ring) afterwards; both sides use
    /// sequentially consistent operations, so that either the sleeper sees the condition or the other the sleeper.
    fn wait(&self, crowded: bool, ready: impl Fn() -> bool) {
        let mut start = None;
        let mut round = 0u32;
        while !ready() {
            round += 1;
            if crowded || round > 64 {
                // A clock's reading takes as long as a few rounds.
                let elapsed = start.get_or_insert_with(Instant::now).elapsed();
                if elapsed > YIELD || (crowded && round > 8) {
                    break;
                }
                if crowded || elapsed > SPIN {
                    yield_now();
                    continue;
                }
            }
            for _ in 0..4 {
                core::hint::spin_loop();
            }
        }
        if ready() {
            return;
        }
        let mut guard = self.locked();
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        while !ready() {
            guard = self
                .bell
                .wait(guard)
                .unwrap_or_else(PoisonError::into_inner);
        }
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
    }

    fn ring(&self) {
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            drop(self.locked());
            self.bell.notify_all();
        }
    }
}

impl Crew {
    /// Starts `workers` threads beside the caller; as many as the system allows.
    pub fn new(workers: usize) -> Crew {
        let shared = Arc::new(Shared {
            generation: Padded(AtomicU32::new(0)),
            running: Padded(AtomicUsize::new(0)),
            body: UnsafeCell::new(None),
            stop: AtomicBool::new(false),
            panic: Mutex::new(None),
            crowded: available_parallelism().is_ok_and(|processors| workers >= processors.get()),
            workers: Bell::default(),
            caller: Bell::default(),
        });
        let threads = (1..=workers)
            .map_while(|worker| {
                let shared = Arc::clone(&shared);
                std::thread::Builder::new()
                    .name(format!("formwork-{worker}"))
                    .spawn(move || shared.work(worker))
                    .ok()
            })
            .collect();
        Crew {
            shared,
            threads,
            busy: AtomicBool::new(false),
        }
    }

    /// Number of threads beside the caller.
    pub fn workers(&self) -> usize {
        self.threads.len()
    }

    /// Calls `body` with 0 here and with 1, 2 … on the workers, and returns once all are done; `false` if the crew
    /// is busy and nothing was called.
    pub fn run(&self, body: &Body<'_>) -> bool {
        if self.busy.swap(true, Ordering::Acquire) {
            return false;
        }
        let shared = &*self.shared;
        // SAFETY: the reference is used by workers only until they count down `running`, which is awaited below,
        // whether or not something panics.
        let lent = unsafe { core::mem::transmute::<&Body<'_>, &'static Body<'static>>(body) };
        shared
            .running
            .0
            .store(self.threads.len(), Ordering::Relaxed);
        // SAFETY: no worker runs, so nobody else looks at it.
        unsafe { *shared.body.get() = Some(lent) };
        shared.generation.0.fetch_add(1, Ordering::SeqCst);
        shared.workers.ring();
        let own = catch_unwind(AssertUnwindSafe(|| body(0)));
        shared.caller.wait(shared.crowded, || {
            shared.running.0.load(Ordering::SeqCst) == 0
        });
        let others = shared
            .panic
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.busy.store(false, Ordering::Release);
        if let Some(panic) = own.err().or(others) {
            resume_unwind(panic);
        }
        true
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        self.shared.generation.0.fetch_add(1, Ordering::SeqCst);
        self.shared.workers.ring();
        for thread in self.threads.drain(..) {
            // A worker catches all panics of closures; there is nothing to report here.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn work(&self, worker: usize) {
        let mut seen = 0;
        loop {
            self.workers.wait(self.crowded, || {
                self.generation.0.load(Ordering::SeqCst) != seen
            });
            // Only one closure is handed out at a time, and not before all workers are done with the last.
            seen = seen.wrapping_add(1);
            if self.stop.load(Ordering::SeqCst) {
                return;
            }
            // SAFETY: written before `generation` changed, and not again before this worker counts down.
            if let Some(body) = unsafe { *self.body.get() }
                && let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(worker)))
            {
                self.panic
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get_or_insert(panic);
            }
            if self.running.0.fetch_sub(1, Ordering::SeqCst) == 1 {
                self.caller.ring();
            }
        }
    }
}
