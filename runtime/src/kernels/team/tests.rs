use super::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Memory of `segment` with nothing but an arena of one element for each worker and a gradient of 3 for each shard.
fn private<'a>(arenas: &'a mut [f32], gradients: &'a mut [f32]) -> Private<'a> {
    Private {
        arenas,
        arena: 1,
        shard_gradients: gradients,
        shard_gradient: 3,
        shard_sums: &mut [],
        shard_sum: 0,
        objective_sums: &mut [],
        objective_sum: 0,
    }
}

#[test]
fn all_numbers_run_once() {
    for threads in [1, 2, 3, 8] {
        let team = Team::new(threads);
        assert_eq!(team.threads(), threads);
        let calls: Vec<AtomicUsize> = (0..threads).map(|_| AtomicUsize::new(0)).collect();
        for _ in 0..10 {
            team.run(&|worker| {
                calls[worker].fetch_add(1, Ordering::Relaxed);
            });
        }
        assert!(
            calls
                .iter()
                .all(|calls| calls.load(Ordering::Relaxed) == 10)
        );
    }
}

#[test]
fn many_runs_on_more_threads_than_processors() {
    let team = Team::new(8);
    let count = AtomicUsize::new(0);
    for _ in 0..10_000 {
        team.run(&|_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
    }
    assert_eq!(count.into_inner(), 80_000);
}

#[test]
fn sleeping_workers_wake_up() {
    let team = Team::new(3);
    let count = AtomicUsize::new(0);
    for _ in 0..20 {
        std::thread::sleep(std::time::Duration::from_millis(1));
        team.run(&|worker| {
            // The caller has to sleep for its workers, too.
            if worker > 0 {
                std::thread::sleep(std::time::Duration::from_micros(300));
            }
            count.fetch_add(1, Ordering::Relaxed);
        });
    }
    assert_eq!(count.into_inner(), 60);
}

#[test]
fn a_panic_reaches_the_caller_after_all_are_done() {
    let team = Team::new(4);
    for culprit in 0..4 {
        let done = AtomicUsize::new(0);
        let result = catch_unwind(AssertUnwindSafe(|| {
            team.run(&|worker| {
                if worker == culprit {
                    panic!("culprit {worker}");
                }
                std::thread::sleep(std::time::Duration::from_millis(2));
                done.fetch_add(1, Ordering::Relaxed);
            });
        }));
        let message = result.expect_err("the panic was lost");
        assert_eq!(
            message.downcast_ref::<String>().map(String::as_str),
            Some(&*format!("culprit {culprit}"))
        );
        assert_eq!(done.into_inner(), 3);
    }
    let calls = AtomicUsize::new(0);
    team.run(&|_| {
        calls.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(calls.into_inner(), 4);
}

#[test]
fn nested_and_concurrent_runs_do_all_the_work() {
    let team = Team::new(3);
    let calls = AtomicUsize::new(0);
    team.run(&|_| {
        team.run(&|_| {
            calls.fetch_add(1, Ordering::Relaxed);
        });
    });
    assert_eq!(calls.load(Ordering::Relaxed), 9);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..100 {
                    team.run(&|_| {
                        calls.fetch_add(1, Ordering::Relaxed);
                    });
                }
            });
        }
    });
    assert_eq!(calls.into_inner(), 909);
}

#[test]
fn shards_cut_the_batch() {
    for batch in [0, 1, 7, 8, 32, 100] {
        let mut next = 0;
        for shard in 0..SHARDS {
            let samples = shard_samples(batch, shard);
            assert_eq!(samples.start, next);
            next = samples.end;
        }
        assert_eq!(next, batch);
    }
}

#[test]
fn every_sample_is_visited_once_in_its_shard() {
    for threads in [1, 2, 3, 8, 11] {
        let team = Team::new(threads);
        for batch in [0, 1, 7, 32] {
            for grid in [
                Grid::Coarse,
                Grid::Tiles(1),
                Grid::Tiles(3),
                Grid::Tiles(100),
            ] {
                let mut visits = vec![0.0; batch * 2];
                let mut arenas = vec![0.0; team.workers()];
                let mut gradients = vec![0.0; SHARDS * 3];
                let numbers: Vec<f32> = (0..batch).map(|sample| sample as f32).collect();
                let rows = [
                    Rows {
                        values: &mut visits,
                        width: 2,
                    },
                    Rows {
                        values: &mut [],
                        width: 0,
                    },
                ];
                team.segment(
                    batch,
                    grid,
                    rows,
                    private(&mut arenas, &mut gradients),
                    |tile, [visits, nothing]| {
                        assert!(nothing.is_empty() && tile.batch == batch && tile.arena.len() == 1);
                        assert_eq!(tile.gradients.len(), 3 * tile.shards.len());
                        assert_eq!(visits.len(), 2 * tile.samples);
                        let shards = tile.shards.clone();
                        assert!(tile.first >= shard_samples(batch, shards.start).start);
                        assert!(tile.range().end <= shard_samples(batch, shards.end - 1).end);
                        if let Grid::Tiles(most) = grid {
                            assert!(tile.samples <= most && shards.len() == 1);
                        }
                        for (visit, number) in visits.chunks_mut(2).zip(&numbers[tile.range()]) {
                            visit[0] += 1.0;
                            visit[1] += number;
                        }
                    },
                );
                for (sample, visit) in visits.chunks(2).enumerate() {
                    assert_eq!(visit, [1.0, sample as f32]);
                }
            }
        }
    }
}

#[test]
fn sums_over_the_batch_do_not_depend_on_threads_or_tiles() {
    let batch = 37;
    let mut values: Vec<f32> = (0..batch * 3)
        .map(|index| 1.0 / (index as f32 + 0.7))
        .collect();
    let mut results = Vec::new();
    for threads in [1, 2, 3, 8] {
        let team = Team::new(threads);
        for grid in [Grid::Tiles(1), Grid::Tiles(2), Grid::Tiles(9)] {
            let mut arenas = vec![0.0; team.workers()];
            let mut gradients = vec![0.0; SHARDS * 3];
            let rows = [Rows {
                values: &mut values,
                width: 3,
            }];
            team.segment(
                batch,
                grid,
                rows,
                private(&mut arenas, &mut gradients),
                |tile, [values]| {
                    for row in values.chunks(3) {
                        tile.gradients
                            .iter_mut()
                            .zip(row)
                            .for_each(|(sum, value)| *sum += value);
                    }
                },
            );
            let mut sum = [f32::NAN; 3];
            team.reduce_shards(&gradients, 3, 0, &mut sum, false);
            results.push(sum.map(f32::to_bits));
        }
    }
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn shards_are_summed_in_order() {
    let len = 10_000;
    let shards: Vec<f32> = (0..SHARDS * len)
        .map(|index| (index as f32 * 0.618).fract())
        .collect();
    for threads in [1, 3] {
        let team = Team::new(threads);
        for (start, count) in [(0, len), (17, 9_000), (len, 0)] {
            for accumulate in [false, true] {
                let mut out = vec![0.25; count];
                team.reduce_shards(&shards, len, start, &mut out, accumulate);
                for (element, out) in out.iter().enumerate() {
                    let terms = shards[start + element..].iter().step_by(len).copied();
                    let first = if accumulate { 0.25 } else { 0.0 };
                    assert_eq!(*out, terms.fold(first, |sum, term| sum + term));
                }
            }
        }
    }
}

#[test]
fn rows_are_whole_and_balanced() {
    for threads in [1, 2, 3, 8] {
        let team = Team::new(threads);
        let mut values = vec![0.0; 5 * 4];
        let mut arenas = vec![0.0; team.workers() * 2];
        team.rows(&mut values, 4, &mut arenas, 2, |range, block, arena| {
            assert!(range.len() <= 5usize.div_ceil(team.workers()) && arena.len() == 2);
            for (row, block) in range.zip(block.chunks_exact_mut(4)) {
                block
                    .iter_mut()
                    .for_each(|value| *value += row as f32 + 1.0);
            }
        });
        for (row, block) in values.chunks(4).enumerate() {
            assert_eq!(block, [row as f32 + 1.0; 4]);
        }
    }
}

#[test]
fn chunks_begin_at_the_same_elements_on_any_number_of_threads() {
    for threads in [1, 2, 8] {
        let team = Team::new(threads);
        let (mut first, mut second) = (vec![0.0; 1000], vec![1.0; 1000]);
        team.split_chunks([&mut first, &mut second], 64, |start, [first, second]| {
            assert!(start % 64 == 0 && first.len() == second.len());
            for (index, (first, second)) in first.iter_mut().zip(second).enumerate() {
                *first += (start + index) as f32;
                *second += *first;
            }
        });
        for index in 0..1000 {
            assert_eq!(
                (first[index], second[index]),
                (index as f32, index as f32 + 1.0)
            );
        }
        let mut zeros = first;
        team.zero(&mut zeros);
        assert!(zeros.iter().all(|value| *value == 0.0));
    }
}

#[test]
fn disjoint_buffers_may_be_empty_anywhere() {
    let mut arena = [0.0, 1.0, 2.0, 3.0];
    let [tail, head, nothing] = disjoint(&mut arena, [2..4, 0..2, 1..1]);
    assert_eq!(
        (&*tail, &*head, nothing.len()),
        (&[2.0, 3.0][..], &[0.0, 1.0][..], 0)
    );
}

#[test]
#[should_panic(expected = "the memory plan is wrong")]
fn overlapping_buffers_panic() {
    disjoint(&mut [0.0; 4], [0..3, 2..4]);
}

#[test]
#[should_panic(expected = "a buffer of samples: 5 elements instead of 3 × 2")]
fn a_short_buffer_panics() {
    let (mut arenas, mut gradients) = ([0.0], [0.0; SHARDS * 3]);
    let rows = [Rows {
        values: &mut [0.0; 5],
        width: 2,
    }];
    Team::alone().segment(
        3,
        Grid::Coarse,
        rows,
        private(&mut arenas, &mut gradients),
        |_, _| {},
    );
}
