//! watchpost in Zed: finds the program, and hands the user's settings to it.

use zed_extension_api::serde_json::{Value, json};
use zed_extension_api::settings::LspSettings;
use zed_extension_api::{
    Command, Extension, LanguageServerId, Result, Worktree, register_extension,
};

/// Key of the server in Zed's settings, and section of its settings in the protocol.
const SERVER: &str = "watchpost";

struct Watchpost;

impl Extension for Watchpost {
    fn new() -> Self {
        Self
    }

    fn language_server_command(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let binary = LspSettings::for_worktree(SERVER, worktree)?.binary;
        let (path, arguments) = match binary {
            Some(binary) => (binary.path, binary.arguments),
            None => (None, None),
        };
        let command = path.or_else(|| worktree.which(SERVER)).ok_or_else(|| {
            "no program `watchpost` on the PATH; install it, or name it in `lsp.watchpost.binary.path`".to_owned()
        })?;
        let args = arguments.unwrap_or_else(|| vec!["serve".to_owned()]);
        Ok(Command { command, args, env: worktree.shell_env() })
    }

    fn language_server_initialization_options(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(SERVER, worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let settings = LspSettings::for_worktree(SERVER, worktree)?.settings;
        // Zed looks for the section that the server asks for.
        Ok(settings.map(|settings| json!({ SERVER: settings })))
    }
}

register_extension!(Watchpost);
