//! The command line: what can be typed, which command that starts, which exit code comes back.

pub mod baseline;
pub mod cache;
pub mod check;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod explain_match;
pub mod fix;
pub mod ground;
pub mod known;
pub mod options;
pub mod output;
pub mod posture;
pub mod progress;
pub mod reporting;
pub mod rewrite;
pub mod rules;
pub mod scan;
pub mod schema;
pub mod serve;
pub mod test;
pub mod tree;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// Nothing was found that counts.
pub const CLEAN: u8 = 0;
/// Something was found at or above the level that counts.
pub const FINDINGS: u8 = 1;
/// Something could not be read, understood or written.
pub const TROUBLE: u8 = 2;

/// Show security findings in Python and Django code
#[derive(Parser, Debug)]
#[command(name = "watchpost", version = crate::VERSION, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 nothing found, 1 findings, 2 something could not be done")]
pub struct Arguments {
    #[command(flatten)]
    talk: Talk,
    #[command(subcommand)]
    command: Command,
}

/// How much is said, and how it looks.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Talk {
    /// Say only what was asked for: no progress, no notes
    #[arg(short, long, global = true, help_heading = "Output")]
    quiet: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t = Colour::Auto,
        hide_possible_values = true,
        value_name = "auto|always|never",
        help_heading = "Output"
    )]
    color: Colour,
}

/// When to use colour.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Even into a pipe.
    Always,
    /// Not at all.
    Never,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Look for findings in files and folders
    Check(Box<check::Options>),
    /// Repair findings where a repair is known
    Fix(Box<fix::Options>),
    /// Explain a rule: the harm, the remedy, the references
    Explain(explain::Options),
    /// List the rules
    Rules(rules::Options),
    /// Record today's findings, so that only new ones are shown
    Baseline(Box<baseline::Options>),
    /// Print the security checklist of a Django project
    Posture(posture::Options),
    /// Test a workspace's own rules against their fixtures
    Test(test::Options),
    /// Print the syntax tree of a file, for writing a rule
    Tree(tree::Options),
    /// Talk to an editor: the language server
    Serve(serve::Options),
    /// Print the JSON schema of `watchpost.toml`, for editors that check it
    Schema(schema::Options),
    /// Print the script that completes arguments in a shell
    Completions(completions::Options),
}

/// Reads the arguments, does what they say, and returns the exit code.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too, with code 0.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(TROUBLE));
        }
    };
    let talk = arguments.talk;
    match talk.color {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
    if !matches!(arguments.command, Command::Serve(_)) {
        start_log();
    }
    let result = match arguments.command {
        Command::Check(options) => check::run(&options, talk),
        Command::Fix(options) => fix::run(&options, talk),
        Command::Explain(options) => explain::run(&options),
        Command::Rules(options) => rules::run(&options),
        Command::Baseline(options) => baseline::run(&options, talk),
        Command::Posture(options) => posture::run(&options),
        Command::Test(options) => test::run(&options, talk),
        Command::Tree(options) => tree::run(&options),
        Command::Serve(options) => Ok(serve::run(&options)),
        Command::Schema(options) => schema::run(&options),
        Command::Completions(options) => completions::run(&options),
    };
    result.unwrap_or_else(|error| {
        output::error(format_args!("{error:#}"));
        ExitCode::from(TROUBLE)
    })
}

/// What goes wrong inside, and more for those who ask with `WATCHPOST_LOG`. The server has its own.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("WATCHPOST_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error"));
    // Fails if there is a log already, which is as good.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .without_time()
        .try_init();
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
