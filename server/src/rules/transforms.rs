//! The table of named transforms: fixes that text templates cannot express.

mod arguments;
mod calls;
mod commands;
mod fields;
mod formats;
mod html;

use regex::Regex;

use arguments::{remove_argument, set_argument};
use calls::{rewrite_call, switch_class, use_from, use_instead};
use commands::{shell_to_list, system_to_run};
use fields::{decorate, list_fields, list_locals, use_cleaned_data};
use formats::{bind_parameters, format_outside};
use html::pass_values;

use super::directives::{TransformArgument, fill};
use super::site::{Site, named_children};
use crate::finding::Edit;
use crate::semantics::Value;
use crate::syntax::Expr;

/// What a transform does to the text.
#[derive(Debug, Default)]
pub struct Outcome {
    /// For the light bulb, unless the pattern has a title of its own.
    pub title: String,
    /// All of one fix.
    pub edits: Vec<Edit>,
}

/// One row of the table.
pub struct Transform {
    /// As written in `#fix!`.
    pub name: &'static str,
    /// How many captures come first.
    pub n_captures: usize,
    /// How many texts follow at least.
    pub n_texts: usize,
    /// For rule authors.
    pub usage: &'static str,
    /// For rule authors, one line.
    pub doc: &'static str,
    /// The edits, or `None` where the transform does not apply.
    pub apply: fn(&Site<'_>, &[TransformArgument]) -> Option<Outcome>,
}

impl std::fmt::Debug for Transform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// All transforms.
pub static TRANSFORMS: &[Transform] = &[
    Transform {
        name: "remove-argument",
        n_captures: 1,
        n_texts: 1,
        usage: "#fix! \"remove-argument\" @call \"keyword\"",
        doc: "deletes a keyword argument with its comma",
        apply: remove_argument,
    },
    Transform {
        name: "set-argument",
        n_captures: 1,
        n_texts: 2,
        usage: "#fix! \"set-argument\" @call \"keyword\" \"value\"",
        doc: "gives a keyword argument a value, adding it behind the last argument if it is missing",
        apply: set_argument,
    },
    Transform {
        name: "use",
        n_captures: 1,
        n_texts: 1,
        usage: "#fix! \"use\" @callee \"module.name\"",
        doc: "puts another library name in the place of a name, with the import it needs",
        apply: use_instead,
    },
    Transform {
        name: "use-from",
        n_captures: 1,
        n_texts: 1,
        usage: "#fix! \"use-from\" @callee \"module\"",
        doc: "puts the function of the same name of another module in the place of a name, with the import it needs",
        apply: use_from,
    },
    Transform {
        name: "shell-to-list",
        n_captures: 2,
        n_texts: 0,
        usage: "#fix! \"shell-to-list\" @call @command \"module.function\" \"keyword=value\" …",
        doc: "splits a command line of plain words into a list and drops `shell=…`, or calls another function with the list and these keywords; nothing where a shell would do more than split",
        apply: shell_to_list,
    },
    Transform {
        name: "clear-mode-bits",
        n_captures: 1,
        n_texts: 0,
        usage: "#fix! \"clear-mode-bits\" @mode",
        doc: "takes write rights from group and others, and odd execute rights",
        apply: clear_mode_bits,
    },
    Transform {
        name: "assert-to-raise",
        n_captures: 1,
        n_texts: 0,
        usage: "#fix! \"assert-to-raise\" @assert",
        doc: "writes an `assert` as `if not …: raise AssertionError(…)`",
        apply: assert_to_raise,
    },
    Transform {
        name: "format-outside",
        n_captures: 2,
        n_texts: 0,
        usage: "#fix! \"format-outside\" @call @argument",
        doc: "moves the formatting of a call's only argument behind the call: `Markup(f\"a{x}\")` to `Markup(\"a{}\").format(x)`",
        apply: format_outside,
    },
    Transform {
        name: "pass-values",
        n_captures: 2,
        n_texts: 1,
        usage: "#fix! \"pass-values\" @call @text \"{use:module.function}\"",
        doc: "calls another function with the HTML that is a call's only argument and, behind it, the values that were put in: `mark_safe(f\"<b>{x}</b>\")` to `format_html(\"<b>{}</b>\", x)`; nothing where a value stands in a script, an address, an event handler or outside quotes, where escaping does not help",
        apply: pass_values,
    },
    Transform {
        name: "bind-parameters",
        n_captures: 2,
        n_texts: 1,
        usage: "#fix! \"bind-parameters\" @call @query \"%s\"",
        doc: "turns the values of an f-string query into bound parameters with that placeholder; nothing where one of them stands in place of a name",
        apply: bind_parameters,
    },
    Transform {
        name: "system-to-run",
        n_captures: 2,
        n_texts: 0,
        usage: "#fix! \"system-to-run\" @call @command",
        doc: "calls `subprocess.run` with a list where a shell would only split the words of a constant command",
        apply: system_to_run,
    },
    Transform {
        name: "rewrite-call",
        n_captures: 1,
        n_texts: 1,
        usage: "#fix! \"rewrite-call\" @call \"module.function\" \"keyword=value\" … \".suffix\"",
        doc: "calls another function with the same arguments and these keywords, and puts a suffix that begins with `.` behind the call",
        apply: rewrite_call,
    },
    Transform {
        name: "substitute",
        n_captures: 1,
        n_texts: 2,
        usage: "#fix! \"substitute\" @node \"regex\" \"replacement\"",
        doc: "replaces every match in the source of a node; `$1` is a group",
        apply: substitute,
    },
    Transform {
        name: "switch-class",
        n_captures: 1,
        n_texts: 3,
        usage: "#fix! \"switch-class\" @call \"module.Class\" \"method\" \"other()\"",
        doc: "makes an object of another class, and calls `other()` on it behind the statement that calls `method`; nothing where no such statement follows",
        apply: switch_class,
    },
    Transform {
        name: "list-fields",
        n_captures: 1,
        n_texts: 1,
        usage: "#fix! \"list-fields\" @fields \"form\"",
        doc: "writes the names of the fields of the model, for `\"__all__\"` or an assignment of `exclude`: those that people may change for `form`, all and those of the class itself for `serializer`; nothing where the model may have fields that are not seen here",
        apply: list_fields,
    },
    Transform {
        name: "list-locals",
        n_captures: 1,
        n_texts: 0,
        usage: "#fix! \"list-locals\" @call",
        doc: "writes `locals()` as a dictionary of the names that the function binds, or of those among them that the template uses; nothing where a branch binds one",
        apply: list_locals,
    },
    Transform {
        name: "use-cleaned-data",
        n_captures: 2,
        n_texts: 0,
        usage: "#fix! \"use-cleaned-data\" @value @key",
        doc: "takes a value from the data of the form that `#form-field?` found",
        apply: use_cleaned_data,
    },
    Transform {
        name: "decorate",
        n_captures: 1,
        n_texts: 1,
        usage: "#fix! \"decorate\" @node \"{use:module.decorator}\"",
        doc: "puts a decorator directly above the function around a node",
        apply: decorate,
    },
];

/// The row of a transform.
pub fn find(name: &str) -> Option<&'static Transform> {
    TRANSFORMS.iter().find(|row| row.name == name)
}

fn node<'a>(site: &Site<'a>, arguments: &[TransformArgument], index: usize) -> Option<Expr<'a>> {
    match arguments.get(index)? {
        TransformArgument::Slot(slot) => site.node(*slot),
        TransformArgument::Text(_) => None,
    }
}

fn text(
    site: &Site<'_>,
    arguments: &[TransformArgument],
    index: usize,
    edits: &mut Vec<Edit>,
) -> Option<String> {
    match arguments.get(index)? {
        TransformArgument::Text(template) => {
            Some(fill(site, template, site.root.span().start, edits))
        }
        TransformArgument::Slot(_) => None,
    }
}

fn keyword<'a>(call: Expr<'a>, name: &str) -> Option<Expr<'a>> {
    named_children(call.field("arguments")?).into_iter().find(|child| {
        child.kind() == "keyword_argument"
            && child.field("name").is_some_and(|n| n.source() == name)
    })
}

/// The elements of a list without the comments between them.
fn given(list: Expr<'_>) -> Vec<Expr<'_>> {
    named_children(list).into_iter().filter(|child| child.kind() != "comment").collect()
}

/// The value of `{value}`; `None` with a conversion, a format or `=`, and where the value could not stand among arguments.
fn plain_hole(hole: Expr<'_>) -> Option<Expr<'_>> {
    let inner = named_children(hole);
    let [value] = inner.as_slice() else { return None };
    let is_argument = !matches!(
        value.kind(),
        "expression_list" | "pattern_list" | "list_splat" | "yield" | "named_expression" | "lambda"
    );
    let is_shown = hole.source().trim_end_matches(['}', ' ']).ends_with('=');
    (is_argument && !is_shown).then_some(*value)
}

fn clear_mode_bits(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let mode = node(site, arguments, 0)?;
    let Value::Int(bits) = site.value(mode) else { return None };
    if !(0..=0o7777).contains(&bits) {
        return None;
    }
    let mut clear = bits & !0o022;
    // Execute rights that go with read rights are those of a directory or a program.
    if clear & 0o055 != 0o055 {
        clear &= !0o011;
    }
    (clear != bits).then(|| Outcome {
        title: format!("Use `0o{clear:o}`"),
        edits: vec![Edit { span: mode.span(), text: format!("0o{clear:o}") }],
    })
}

/// The line ending a text uses.
pub fn line_ending(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

fn assert_to_raise(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let assert = node(site, arguments, 0)?;
    let parts: Vec<Expr<'_>> =
        named_children(assert).into_iter().filter(|child| child.kind() != "comment").collect();
    let condition = *parts.first()?;
    let message = parts.get(1).map_or("", |message| message.source());
    let text = &site.resolver.semantics.text;
    let start = assert.span().start;
    let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indent = &text[line_start..start];
    let rest_of_line =
        text[assert.span().end..].split(['\n', '\r']).next().unwrap_or_default().trim();
    // Behind `if x:` or `a;`, or before `; b`, a compound statement may not stand.
    if !indent.trim().is_empty() || !(rest_of_line.is_empty() || rest_of_line.starts_with('#')) {
        return None;
    }
    let simple = matches!(
        condition.kind(),
        "identifier"
            | "attribute"
            | "call"
            | "subscript"
            | "true"
            | "false"
            | "parenthesized_expression"
    );
    let condition = condition.source();
    let condition = if simple { condition.to_owned() } else { format!("({condition})") };
    let step = if indent.contains('\t') { "\t" } else { "    " };
    let newline = line_ending(text);
    Some(Outcome {
        title: "Raise `AssertionError` with an `if`, which `python -O` keeps".to_owned(),
        edits: vec![Edit {
            span: assert.span(),
            text: format!(
                "if not {condition}:{newline}{indent}{step}raise AssertionError({message})"
            ),
        }],
    })
}

fn substitute(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let target = node(site, arguments, 0)?;
    let pattern = text(site, arguments, 1, &mut Vec::new())?;
    let replacement = text(site, arguments, 2, &mut Vec::new())?;
    let regex = Regex::new(&pattern).ok()?;
    let text = regex.replace_all(target.source(), replacement.as_str());
    (text != target.source()).then(|| Outcome {
        title: format!("Write `{}`", text.lines().next().unwrap_or_default()),
        edits: vec![Edit { span: target.span(), text: text.clone().into_owned() }],
    })
}
