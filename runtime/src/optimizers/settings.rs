//! What is added to an optimizer: clipping, a schedule, weight decay, averages of the weights, accumulation.

use super::schedules::Schedule;
use super::{Averaging, Optimizer, Update, WeightDecay};
use crate::clipping::Clipping;

/// What a training does besides calling an optimizer's update rule, in this order.
#[derive(Clone, Copy, Default)]
pub struct Settings<'a> {
    /// Gradients of how many batches make an update. 0 and 1: each makes one.
    pub accumulation: u64,
    /// How gradients are clipped.
    pub clipping: Option<&'a dyn Clipping>,
    /// What decides the learning rate.
    pub schedule: Option<&'a dyn Schedule>,
    /// How weights are made smaller before the update.
    pub weight_decay: Option<WeightDecay>,
    /// How weights are averaged after the update.
    pub averaging: Option<Averaging>,
}

/// Which settings have been made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made(u8);

impl Made {
    /// None.
    pub const NOTHING: Made = Made(0);
    /// [`Settings::accumulation`].
    pub const ACCUMULATION: Made = Made(1);
    /// [`Settings::clipping`].
    pub const CLIPPING: Made = Made(2);
    /// [`Settings::schedule`].
    pub const SCHEDULE: Made = Made(4);
    /// [`Settings::weight_decay`].
    pub const WEIGHT_DECAY: Made = Made(8);
    /// [`Settings::averaging`].
    pub const AVERAGING: Made = Made(16);

    /// These and the others.
    pub const fn and(self, others: Made) -> Made {
        Made(self.0 | others.0)
    }

    /// Whether these and the others have one in common.
    pub const fn meets(self, others: Made) -> bool {
        self.0 & others.0 != 0
    }
}

/// One of the settings.
pub trait Setting: Send + Sync {
    /// Which one.
    const MADE: Made;

    /// Puts it among the others.
    fn set<'a>(&'a self, settings: &mut Settings<'a>);
}

/// An optimizer with a setting more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct With<O, S> {
    /// The optimizer.
    pub optimizer: O,
    /// The setting.
    pub setting: S,
}

/// A way of clipping as a [`Setting`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clipped<C>(
    /// How.
    pub C,
);

/// A schedule as a [`Setting`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scheduled<S>(
    /// Which.
    pub S,
);

/// A number of batches as a [`Setting`]: their gradients are added up, and their mean makes one update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accumulation(
    /// How many.
    pub u64,
);

impl<C: Clipping> Setting for Clipped<C> {
    const MADE: Made = Made::CLIPPING;

    fn set<'a>(&'a self, settings: &mut Settings<'a>) {
        settings.clipping = Some(&self.0);
    }
}

impl<S: Schedule> Setting for Scheduled<S> {
    const MADE: Made = Made::SCHEDULE;

    fn set<'a>(&'a self, settings: &mut Settings<'a>) {
        settings.schedule = Some(&self.0);
    }
}

impl Setting for Accumulation {
    const MADE: Made = Made::ACCUMULATION;

    fn set<'a>(&'a self, settings: &mut Settings<'a>) {
        settings.accumulation = self.0;
    }
}

impl Setting for WeightDecay {
    const MADE: Made = Made::WEIGHT_DECAY;

    fn set<'a>(&'a self, settings: &mut Settings<'a>) {
        settings.weight_decay = Some(*self);
    }
}

impl Setting for Averaging {
    const MADE: Made = Made::AVERAGING;

    fn set<'a>(&'a self, settings: &mut Settings<'a>) {
        settings.averaging = Some(*self);
    }
}

/// What can be added to any optimizer. An optimizer of one's own gets it by `impl OptimizerExt for MyOptimizer {}`.
///
/// The order of the calls doesn't matter: gradients are accumulated, then clipped; weights are decayed, updated, then
/// averaged. Nothing can be added twice:
///
/// ```compile_fail
/// use formwork_runtime::clipping::{ClipByNorm, ClipByValue};
/// use formwork_runtime::optimizers::{OptimizerExt, Sgd};
///
/// let twice = Sgd::default().clip(ClipByValue(1.0)).accumulate(2).clip(ClipByNorm(1.0));
/// ```
pub trait OptimizerExt: Optimizer + Sized {
    /// What has been added already.
    const MADE: Made = Made::NOTHING;

    /// Clips the gradients before anything else sees them.
    fn clip<C: Clipping>(self, clipping: C) -> With<Self, Clipped<C>> {
        const {
            assert!(
                !Self::MADE.meets(Made::CLIPPING),
                "gradients are clipped already"
            )
        }
        self.with(Clipped(clipping))
    }

    /// Lets a schedule decide the learning rate. [`set_learning_rate`](Optimizer::set_learning_rate) has no effect then.
    fn schedule<S: Schedule>(self, schedule: S) -> With<Self, Scheduled<S>> {
        const {
            assert!(
                !Self::MADE.meets(Made::SCHEDULE),
                "there is a schedule already"
            )
        }
        self.with(Scheduled(schedule))
    }

    /// Makes weights smaller before each update: see [`WeightDecay`]. A number is a rate for all of them.
    fn weight_decay(self, decay: impl Into<WeightDecay>) -> With<Self, WeightDecay> {
        const {
            assert!(
                !Self::MADE.meets(Made::WEIGHT_DECAY),
                "weights decay already"
            )
        }
        self.with(decay.into())
    }

    /// Keeps an average of the weights: see [`Averaging`]. A number is its momentum.
    fn average(self, averaging: impl Into<Averaging>) -> With<Self, Averaging> {
        const {
            assert!(
                !Self::MADE.meets(Made::AVERAGING),
                "weights are averaged already"
            )
        }
        self.with(averaging.into())
    }

    /// Makes one update of the mean gradient of so many batches; Keras's `gradient_accumulation_steps`.
    ///
    /// Schedules count batches, update rules updates. A loss that is a mean makes an update of k batches that of one batch of k
    /// times the size, up to rounding.
    fn accumulate(self, batches: u64) -> With<Self, Accumulation> {
        const {
            assert!(
                !Self::MADE.meets(Made::ACCUMULATION),
                "gradients are accumulated already"
            )
        }
        self.with(Accumulation(batches))
    }

    /// Adds a setting.
    #[doc(hidden)]
    fn with<S: Setting>(self, setting: S) -> With<Self, S> {
        With {
            optimizer: self,
            setting,
        }
    }
}

impl<O: OptimizerExt, S: Setting> OptimizerExt for With<O, S> {
    const MADE: Made = O::MADE.and(S::MADE);
}

impl<O: Optimizer, S: Setting> Optimizer for With<O, S> {
    fn learning_rate(&self, step: u64) -> f64 {
        match self.settings().schedule {
            Some(schedule) => schedule.learning_rate(step),
            None => self.optimizer.learning_rate(step),
        }
    }

    fn set_learning_rate(&mut self, learning_rate: f64) -> bool {
        self.settings().schedule.is_none() && self.optimizer.set_learning_rate(learning_rate)
    }

    fn slots(&self) -> &'static [&'static str] {
        self.optimizer.slots()
    }

    fn start(&self, slot: usize) -> f32 {
        self.optimizer.start(slot)
    }

    fn scalars(&self) -> &'static [&'static str] {
        self.optimizer.scalars()
    }

    fn advance(&self, step: u64, scalars: &mut [f32]) {
        self.optimizer.advance(step, scalars);
    }

    fn sums(&self) -> usize {
        self.optimizer.sums()
    }

    fn measure(&self, update: Update<'_>, sums: &mut [f64]) {
        self.optimizer.measure(update, sums);
    }

    fn update(&self, update: Update<'_>) {
        self.optimizer.update(update);
    }

    fn settings(&self) -> Settings<'_> {
        let mut settings = self.optimizer.settings();
        self.setting.set(&mut settings);
        settings
    }
}
