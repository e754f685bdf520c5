//! The table of named transforms: fixes that text templates cannot express.

use std::sync::LazyLock;

use regex::Regex;

use super::directives::{TransformArgument, fill, use_name};
use super::site::{Site, named_children};
use crate::finding::Edit;
use crate::semantics::{TemplatePart, Value, literals, shell_words};
use crate::syntax::Expr;
use crate::text::Span;

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

/// The span to delete so that an element of a bracketed list goes with its comma and nothing else.
pub fn with_comma(list: Expr<'_>, element: Expr<'_>) -> Span {
    let siblings: Vec<Expr<'_>> =
        named_children(list).into_iter().filter(|child| child.kind() != "comment").collect();
    let at = siblings.iter().position(|child| child.node.id() == element.node.id());
    let own = element.span();
    let Some(at) = at else { return own };
    // Another element before it: from that one's end, which takes the comma and the blank between. Comments
    // between the two stay: then only the comma behind the earlier element would be left to take.
    if let Some(before) = at.checked_sub(1).map(|before| siblings[before].span()) {
        let between = Span::new(before.end - list.offset, own.start - list.offset).slice(list.text);
        if !between.contains('#') {
            return Span::new(before.end, own.end);
        }
    }
    if let Some(after) = siblings.get(at + 1).map(|after| after.span()) {
        let between = Span::new(own.end - list.offset, after.start - list.offset).slice(list.text);
        if !between.contains('#') {
            return Span::new(own.start, after.start);
        }
    }
    let rest = Span::new(own.end - list.offset, list.node.end_byte()).slice(list.text);
    match rest.find(|c: char| !c.is_whitespace()) {
        Some(comma) if rest[comma..].starts_with(',') => Span::new(own.start, own.end + comma + 1),
        _ => own,
    }
}

fn remove_argument(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let name = text(site, arguments, 1, &mut Vec::new())?;
    let argument = keyword(call, &name)?;
    let span = with_comma(call.field("arguments")?, argument);
    Some(Outcome {
        title: format!("Remove `{}`", argument.source()),
        edits: vec![Edit { span, text: String::new() }],
    })
}

fn set_argument(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let mut edits = Vec::new();
    let name = text(site, arguments, 1, &mut edits)?;
    let value = text(site, arguments, 2, &mut edits)?;
    set_keyword(call, &name, &value, &mut edits)?;
    Some(Outcome { title: format!("Pass `{name}={value}`"), edits })
}

/// Edits that make `call` pass `name=value`.
pub fn set_keyword(call: Expr<'_>, name: &str, value: &str, edits: &mut Vec<Edit>) -> Option<()> {
    if let Some(argument) = keyword(call, name) {
        edits.push(Edit { span: argument.field("value")?.span(), text: value.to_owned() });
        return Some(());
    }
    let list = call.field("arguments")?;
    if list.kind() != "argument_list" || !list.source().ends_with(')') {
        return None;
    }
    let children = given(list);
    // `**{…}` may hold the keyword, and given twice it is an error.
    if children.iter().any(|child| child.kind() == "dictionary_splat") {
        return None;
    }
    let Some(last) = children.last() else {
        edits.push(Edit {
            span: Span::empty(list.span().start + 1),
            text: format!("{name}={value}"),
        });
        return Some(());
    };
    // `f(x for x in y)` has a list of its own kind; a bare generator among arguments cannot take another one behind it.
    if last.kind() == "generator_expression"
        && children.len() == 1
        && !last.source().starts_with('(')
    {
        return None;
    }
    edits.push(Edit { span: Span::empty(last.span().end), text: format!(", {name}={value}") });
    Some(())
}

fn use_instead(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let callee = node(site, arguments, 0)?;
    let dotted = text(site, arguments, 1, &mut Vec::new())?;
    let (module, name) = dotted.rsplit_once('.')?;
    let mut edits = Vec::new();
    let spelling = use_name(site, module, name, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    Some(Outcome { title: format!("Use `{dotted}`"), edits })
}

fn use_from(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let callee = node(site, arguments, 0)?;
    let module = text(site, arguments, 1, &mut Vec::new())?;
    let names = site.names(callee);
    let name = names.first()?.path.rsplit('.').next()?.to_owned();
    let mut edits = Vec::new();
    let spelling = use_name(site, &module, &name, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    Some(Outcome { title: format!("Use `{module}.{name}`"), edits })
}

/// The quote characters of a string's source, `"` if there are none.
fn quotes(source: &str) -> &str {
    match source.find(['"', '\'']) {
        Some(at) => &source[at..=at],
        None => "\"",
    }
}

fn shell_to_list(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let command = node(site, arguments, 1)?;
    let list = call.field("arguments")?;
    // Without a shell `executable` is the program that is started; splats may hold it.
    let is_plain = given(list).into_iter().all(|child| match child.kind() {
        "list_splat" | "dictionary_splat" => false,
        "keyword_argument" => child.field("name").is_some_and(|name| name.source() != "executable"),
        _ => true,
    });
    if !is_plain {
        return None;
    }
    let words = literal_words(site, command).or_else(|| formatted_words(site, command))?;
    let words = format!("[{}]", words.join(", "));
    let mut edits = Vec::new();
    if arguments.len() == 2 {
        edits.push(Edit { span: command.span(), text: words });
        // The ninth positional argument has others behind it perhaps.
        let span = with_comma(list, keyword(call, "shell")?);
        edits.push(Edit { span, text: String::new() });
        return Some(Outcome { title: "Pass a list and leave the shell out".to_owned(), edits });
    }
    // What another function makes of further arguments is not known.
    if given(list).len() != 1 {
        return None;
    }
    let dotted = text(site, arguments, 2, &mut edits)?;
    let (module, name) = dotted.rsplit_once('.')?;
    let spelling = use_name(site, module, name, call.span().start, &mut edits);
    let mut passed = vec![words];
    for index in 3..arguments.len() {
        passed.push(text(site, arguments, index, &mut edits)?);
    }
    edits.push(Edit { span: call.span(), text: format!("{spelling}({})", passed.join(", ")) });
    Some(Outcome { title: format!("Use `{dotted}` with a list"), edits })
}

/// The words of a literal command. A name or a computed text may be used elsewhere or change; only what is written here is split.
fn literal_words(site: &Site<'_>, command: Expr<'_>) -> Option<Vec<String>> {
    let pieces = match command.kind() {
        "string" => vec![command],
        "concatenated_string" => named_children(command),
        _ => return None,
    };
    // No f-strings, and no comments between the pieces, which would be lost.
    let is_literal = |piece: &Expr<'_>| {
        piece.kind() == "string"
            && named_children(*piece).iter().all(|child| child.kind() != "interpolation")
    };
    if !pieces.iter().all(is_literal) {
        return None;
    }
    let Value::Str(text) = site.value(command) else { return None };
    let quote = quotes(command.source());
    let words = shell_words::simple_words(&text)?;
    Some(words.iter().map(|word| literals::quote_like(word, quote)).collect())
}

/// The words of a one-line f-string command, each as an expression.
fn formatted_words(site: &Site<'_>, command: Expr<'_>) -> Option<Vec<String>> {
    let source = command.source();
    if command.kind() != "string" || source.contains('\n') || !source.starts_with(['f', 'F']) {
        return None;
    }
    let mut holes = named_children(command)
        .into_iter()
        .filter(|child| child.kind() == "interpolation")
        .map(plain_hole)
        .collect::<Option<Vec<_>>>()?
        .into_iter();
    let quote = quotes(source);
    let mut words: Vec<Vec<Result<String, String>>> = vec![Vec::new()];
    for part in site.resolver.template(command)? {
        match part {
            TemplatePart::Hole(_) => {
                let hole = holes.next()?.source();
                if hole.contains(quote) {
                    return None;
                }
                words.last_mut()?.push(Err(hole.to_owned()));
            }
            TemplatePart::Text(text, _) => {
                for (index, word) in text.split([' ', '\t']).enumerate() {
                    if index > 0 {
                        words.push(Vec::new());
                    }
                    if !word.is_empty() {
                        // A piece may hold `=`, as in `--name={x}`, so that it is tested behind a word.
                        shell_words::simple_words(&format!("x {word}"))?;
                        words.last_mut()?.push(Ok(word.to_owned()));
                    }
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    // What the command is must be plain to see.
    if !matches!(words.first()?.as_slice(), [Ok(first)] if shell_words::simple_words(first).is_some())
    {
        return None;
    }
    Some(
        words
            .into_iter()
            .map(|word| match word.as_slice() {
                [Ok(text)] => literals::quote_like(text, quote),
                [Err(hole)] => format!("str({hole})"),
                pieces => {
                    let inner: String = pieces
                        .iter()
                        .map(|piece| match piece {
                            Ok(text) => text.clone(),
                            Err(hole) => format!("{{{hole}}}"),
                        })
                        .collect();
                    format!("f{quote}{inner}{quote}")
                }
            })
            .collect(),
    )
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

/// A one-line f-string as a format text and its values; `None` where a value has a form that `{}` cannot stand for.
fn without_holes(
    string: Expr<'_>,
    placeholder: &str,
    escape_braces: bool,
) -> Option<(String, Vec<String>)> {
    let source = string.source();
    if string.kind() != "string" || !source.starts_with(['f', 'F']) {
        return None;
    }
    let mut text = String::new();
    let mut values = Vec::new();
    let mut at = string.node.start_byte() + 1;
    for hole in named_children(string).into_iter().filter(|child| child.kind() == "interpolation") {
        let value = plain_hole(hole)?;
        text.push_str(string.text.get(at..hole.node.start_byte())?);
        text.push_str(placeholder);
        values.push(value.source().to_owned());
        at = hole.node.end_byte();
    }
    text.push_str(string.text.get(at..string.node.end_byte())?);
    if !escape_braces {
        text = text.replace("{{", "{").replace("}}", "}");
    }
    (!values.is_empty()).then_some((text, values))
}

fn format_outside(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let argument = node(site, arguments, 1)?;
    if given(call.field("arguments")?).len() != 1 {
        return None;
    }
    let callee = call.field("function")?.source();
    // An f-string would still be filled in before it is escaped.
    let is_format = |text: &Expr<'_>| {
        text.kind() == "string"
            && named_children(*text).iter().all(|child| child.kind() != "interpolation")
    };
    let text = match argument.kind() {
        "string" => {
            let (text, values) = without_holes(argument, "{}", true)?;
            format!("{callee}({text}).format({})", values.join(", "))
        }
        "binary_operator" if argument.field("operator")?.source() == "%" => {
            let left = argument.field("left").filter(is_format)?;
            let text =
                format!("{callee}({}) % {}", left.source(), argument.field("right")?.source());
            // Beside another operator or a `.` the two would come apart.
            let stands_alone = site.parent(call).is_some_and(|parent| {
                matches!(
                    parent.kind(),
                    "argument_list"
                        | "assignment"
                        | "expression_statement"
                        | "keyword_argument"
                        | "list"
                        | "pair"
                        | "parenthesized_expression"
                        | "return_statement"
                        | "tuple"
                )
            });
            if stands_alone { text } else { format!("({text})") }
        }
        "call" => {
            let function = argument.field("function")?;
            let object = function.field("object").filter(is_format)?;
            let list = argument.field("arguments")?;
            (function.field("attribute")?.source() == "format")
                .then(|| format!("{callee}({}).format{}", object.source(), list.source()))?
        }
        _ => return None,
    };
    Some(Outcome {
        title: format!("Format behind `{callee}`, which escapes the values"),
        edits: vec![Edit { span: call.span(), text }],
    })
}

/// What stands before a value in a statement.
static BEFORE_A_VALUE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:[^-][<>=]|\b(?:like|limit|offset))\s*$").ok());

/// The beginning of a row of values.
static ROW: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\bvalues\s*\(\s*$").ok());

/// Whether each hole of a statement stands where a value may: `pieces` is what is between them.
fn values_only(pieces: &[&str]) -> bool {
    let (Some(before), Some(row)) = (BEFORE_A_VALUE.as_ref(), ROW.as_ref()) else { return false };
    let mut in_row = false;
    let n_holes = pieces.len().saturating_sub(1);
    pieces.windows(2).enumerate().all(|(index, around)| {
        in_row = row.is_match(around[0]) || in_row && around[0].trim() == ",";
        // `{schema}.{table}`, `{function}(…)`, `{prefix}_users` are names.
        // Behind the last hole the literal's own quotes follow.
        let behind = match index + 1 == n_holes {
            true => around[1].trim_end_matches(['"', '\'']),
            false => around[1],
        };
        let is_name =
            behind.starts_with(|c: char| matches!(c, '_' | '.' | '(' | '"') || c.is_alphanumeric());
        (in_row || before.is_match(around[0])) && !is_name
    })
}

fn bind_parameters(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let query = node(site, arguments, 1)?;
    let placeholder = text(site, arguments, 2, &mut Vec::new())?;
    let given = given(call.field("arguments")?);
    // With parameters there already, their order would have to be known.
    if given.len() != 1 || given[0].node.id() != query.node.id() {
        return None;
    }
    const HOLE: &str = "\u{FFFC}";
    let (template, values) = without_holes(query, HOLE, false)?;
    // A sign in the text that is none yet would become a placeholder.
    if template.contains(&placeholder) || placeholder.starts_with('%') && template.contains('%') {
        return None;
    }
    let bare = template.replace(&format!("'{HOLE}'"), HOLE);
    let pieces: Vec<&str> = bare.split(HOLE).collect();
    // A hole inside quotes with other text, or in place of a name, cannot be a parameter.
    if !values_only(&pieces) || pieces.iter().any(|piece| piece.matches('\'').count() % 2 != 0) {
        return None;
    }
    let text = pieces.join(placeholder.as_str());
    let comma = if values.len() == 1 { "," } else { "" };
    Some(Outcome {
        title: "Pass the values as parameters".to_owned(),
        edits: vec![Edit {
            span: query.span(),
            text: format!("{text}, ({}{comma})", values.join(", ")),
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

fn rewrite_call(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let callee = call.field("function")?;
    let mut edits = Vec::new();
    let dotted = text(site, arguments, 1, &mut edits)?;
    let (module, name) = dotted.rsplit_once('.')?;
    let spelling = use_name(site, module, name, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    for index in 2..arguments.len() {
        let extra = text(site, arguments, index, &mut edits)?;
        match extra.split_once('=') {
            Some((keyword, value)) => set_keyword(call, keyword, value, &mut edits)?,
            None => edits.push(Edit { span: Span::empty(call.span().end), text: extra }),
        }
    }
    Some(Outcome { title: format!("Use `{dotted}`"), edits })
}

fn switch_class(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let callee = call.field("function")?;
    let mut edits = Vec::new();
    let dotted = text(site, arguments, 1, &mut edits)?;
    let method = text(site, arguments, 2, &mut edits)?;
    let other = text(site, arguments, 3, &mut edits)?;
    let (name, statements) = bound_object(site, call)?;
    let found = statements.into_iter().find(|statement| {
        let inner = named_children(*statement);
        let [inner] = inner.as_slice() else { return false };
        let called = inner.field("function").filter(|_| inner.kind() == "call");
        statement.kind() == "expression_statement"
            && called.is_some_and(|called| called.source() == format!("{name}.{method}"))
    })?;
    let file = &site.resolver.semantics.text;
    let Span { start, end } = found.span();
    let line_start = file[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indent = &file[line_start..start];
    let rest = file[end..].split(['\n', '\r']).next().unwrap_or_default();
    // Another statement on the line would run before what is added.
    if !indent.trim().is_empty() || !(rest.trim().is_empty() || rest.trim().starts_with('#')) {
        return None;
    }
    let (module, class) = dotted.rsplit_once('.')?;
    let spelling = use_name(site, module, class, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    edits.push(Edit {
        span: Span::empty(end + rest.len()),
        text: format!("{}{indent}{name}.{other}", line_ending(file)),
    });
    Some(Outcome { title: format!("Use `{dotted}`"), edits })
}

/// The plain name that a call is assigned or entered as, and the statements of that block that follow.
fn bound_object<'a>(site: &Site<'a>, call: Expr<'a>) -> Option<(String, Vec<Expr<'a>>)> {
    let around = site.ancestors(call);
    let nearest = around.first()?;
    if nearest.kind() == "assignment" {
        let name = nearest.field("left").filter(|left| left.kind() == "identifier")?;
        let (statement, block) = (around.get(1)?, around.get(2)?);
        let after = named_children(*block)
            .into_iter()
            .skip_while(|child| child.node.id() != statement.node.id())
            .skip(1)
            .collect();
        return Some((name.source().to_owned(), after));
    }
    let name = nearest.field("alias").filter(|_| nearest.kind() == "as_pattern")?;
    let with = around.iter().find(|node| node.kind() == "with_statement")?;
    Some((name.source().to_owned(), named_children(with.field("body")?)))
}

fn system_to_run(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let command = node(site, arguments, 1)?;
    let Value::Str(line) = site.value(command) else { return None };
    let quote = quotes(command.source());
    let words: Vec<String> = shell_words::simple_words(&line)?
        .iter()
        .map(|word| literals::quote_like(word, quote))
        .collect();
    if words.is_empty() {
        return None;
    }
    let mut edits = Vec::new();
    let run = use_name(site, "subprocess", "run", call.span().start, &mut edits);
    let text = format!("{run}([{}], check=False)", words.join(", "));
    edits.push(Edit { span: call.span(), text });
    Some(Outcome { title: "Use `subprocess.run` with a list".to_owned(), edits })
}
