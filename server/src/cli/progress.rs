//! The progress bar: on stderr, only on a terminal, only when the work takes long enough to wonder.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Talk;

/// Work that ends sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// How far a scan is.
pub struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
    shown: bool,
}

impl Progress {
    /// Starts counting to `total`.
    pub fn new(total: usize, talk: Talk) -> Self {
        let wanted = !talk.quiet && std::io::stderr().is_terminal();
        let bar = wanted.then(|| {
            let bar = ProgressBar::with_draw_target(
                u64::try_from(total).ok(),
                ProgressDrawTarget::hidden(),
            );
            if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} files") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, started: Instant::now(), shown: false }
    }

    /// One file more is done.
    pub fn advance(&mut self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
        self.show_when_slow();
    }

    /// Draws the bar if it is time; to be called now and then.
    pub fn show_when_slow(&mut self) {
        if let Some(bar) = &self.bar
            && !self.shown
            && self.started.elapsed() > PATIENCE
        {
            self.shown = true;
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Removes the bar.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
