//! How work in progress is shown: a bar a step on a terminal, a line a finished step where there is none.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::{Mutex, PoisonError};

use bindery::step::Step;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// Shows the steps of one run, on standard error. Told from any thread.
pub struct Progress {
    way: Way,
    steps: Mutex<BTreeMap<Step, State>>,
}

enum Way {
    Bars(MultiProgress),
    Lines,
    Nothing,
}

#[derive(Default)]
struct State {
    bar: Option<ProgressBar>,
    finished: bool,
}

impl Progress {
    /// Bars on a terminal, lines elsewhere, nothing where it is to be quiet.
    pub fn new(quiet: bool) -> Self {
        let way = match (quiet, stderr().is_terminal()) {
            (true, _) => Way::Nothing,
            (false, true) => Way::Bars(MultiProgress::new()),
            (false, false) => Way::Lines,
        };
        Self { way, steps: Mutex::default() }
    }

    /// That `done` of the `total` units of a step are done. A step can come again, for another edition.
    pub fn tell(&self, step: Step, done: usize, total: usize) {
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        let state = steps.entry(step).or_default();
        // Threads overtake each other: only a count from the first half shows that a step began anew.
        if state.finished && done * 2 < total {
            state.finished = false;
        }
        match &self.way {
            Way::Bars(bars) => {
                let bar = state.bar.get_or_insert_with(|| bars.add(bar(step)));
                bar.set_length(count(total));
                bar.set_position(count(done));
            }
            Way::Lines if done >= total && !state.finished => {
                // Nobody is left to tell that standard error is closed.
                drop(writeln!(stderr(), "{}: {total}", step.name()));
            }
            Way::Lines | Way::Nothing => {}
        }
        state.finished |= done >= total;
    }

    /// Leaves the bars as they are, so that what is printed next stands below them.
    pub fn end(&self) {
        let steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        for bar in steps.values().filter_map(|state| state.bar.as_ref()) {
            bar.abandon();
        }
    }
}

fn bar(step: Step) -> ProgressBar {
    // The template is our own: where it were wrong, the default style would still do.
    let style = ProgressStyle::with_template("{msg:<24} {bar:32} {pos}/{len}");
    let bar = ProgressBar::new(0).with_message(step.name());
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
