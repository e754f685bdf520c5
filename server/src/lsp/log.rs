//! What the server writes about itself, to standard error and into a file; how much, the user says.
//!
//! Standard output belongs to the protocol.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry, reload};

/// How much is written, while the process runs.
static FILTER: OnceLock<reload::Handle<EnvFilter, Registry>> = OnceLock::new();

/// What the environment says, else warnings and errors.
fn usual() -> EnvFilter {
    EnvFilter::try_from_env("WATCHPOST_LOG").unwrap_or_else(|_| EnvFilter::new("warn"))
}

/// Begins to write to standard error, and to the end of `file`.
pub(super) fn begin(file: Option<&Path>) {
    let (filter, handle) = reload::Layer::new(usual());
    let on_stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    let opened = file.map(|path| (path, OpenOptions::new().create(true).append(true).open(path)));
    let (in_file, failure) = match opened {
        Some((_, Ok(file))) => {
            let layer = tracing_subscriber::fmt::layer().with_writer(Mutex::new(file));
            (Some(layer.with_ansi(false)), None)
        }
        Some((path, Err(error))) => (None, Some((path, error))),
        None => (None, None),
    };
    let log = tracing_subscriber::registry().with(filter).with(on_stderr).with(in_file);
    // Fails if a log is set up already, which is as good.
    if log.try_init().is_ok() {
        // Nobody else sets it.
        let _ = FILTER.set(handle);
    }
    if let Some((path, error)) = failure {
        tracing::warn!("no log in {}: {error}", path.display());
    }
}

/// From now on writes what is of this level or graver; none for what the environment says.
pub(super) fn set_level(level: Option<LevelFilter>) {
    let Some(filter) = FILTER.get() else { return };
    let wanted = match level {
        Some(level) => EnvFilter::default().add_directive(level.into()),
        None => usual(),
    };
    // Fails when the log is gone, with the process.
    let _ = filter.reload(wanted);
}
