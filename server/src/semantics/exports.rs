//! What a module gives to those who import from it.

use super::bindings::BindingKind;
use super::lookup::{self, Target};
use super::project::Export;
use super::{ModuleExports, ProjectView, Resolver, Semantics, Value};

/// The top-level names of a file: library names they stand for, values of constants.
///
/// Asks `project` for the modules that the file itself imports from; whoever implements it breaks cycles.
pub fn exports(semantics: &Semantics, project: &dyn ProjectView) -> ModuleExports {
    let resolver = Resolver { semantics, project };
    let end = semantics.text.len();
    let mut exports = ModuleExports::default();
    for binding in semantics.top_level() {
        let name = binding.name.slice(&semantics.text);
        if exports.names.contains_key(name) {
            continue;
        }
        let names = lookup::name(&resolver, name, end, 0)
            .into_iter()
            .filter(|(target, _)| matches!(target, Target::Library(_)))
            .collect();
        let value = match binding.kind {
            BindingKind::Assign => binding
                .value_expr(&semantics.text)
                .map(|value| resolver.value(value))
                .unwrap_or(Value::Unknown),
            _ => Value::Unknown,
        };
        let export = Export { names: lookup::library_names(names), value };
        exports.names.insert(name.to_owned(), export);
    }
    exports
}
