//! What ids of other tools mean here: bandit's numbers and names, ruff's codes and names, semgrep's ids.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use serde::Deserialize;

use crate::finding::RuleCode;
use crate::rules::Catalogue;

/// Facts about other tools that belong to no rule of ours.
#[derive(Deserialize)]
struct Facts {
    retired: Vec<String>,
    equivalent: BTreeMap<String, String>,
    bandit: BTreeMap<String, String>,
    ruff: BTreeMap<String, String>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/bandit_names.json")))
        .expect("the table is compiled in, and a test reads it")
});

static BANDIT_BY_NAME: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| FACTS.bandit.iter().map(|(id, name)| (name.as_str(), id.as_str())).collect());

static RUFF_BY_NAME: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| FACTS.ruff.iter().map(|(id, name)| (name.as_str(), id.as_str())).collect());

/// The bandit number that `word` names, as `B602` or by its test's name.
pub(crate) fn bandit_id(word: &str) -> Option<&'static str> {
    if let Some((id, _)) = FACTS.bandit.get_key_value(word) {
        return Some(id);
    }
    if let Some(id) = FACTS.retired.iter().find(|id| *id == word) {
        return Some(id);
    }
    BANDIT_BY_NAME.get(word).copied()
}

/// The ruff code that a ruff rule name stands for, among the security rules.
pub(crate) fn ruff_id_of_name(name: &str) -> Option<&'static str> {
    RUFF_BY_NAME.get(name).copied()
}

/// The bandit number in a code of ours, where the two lists share it: `PY602` gives `602`.
fn shared_number(code: &str) -> Option<&str> {
    let number = code.strip_prefix("PY")?;
    let id = format!("B{number}");
    (FACTS.bandit.contains_key(&id) || FACTS.retired.contains(&id)).then_some(number)
}

/// The ids one rule answers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleIds {
    /// Our name for it.
    pub name: String,
    /// bandit numbers, `B602`.
    pub bandit: Vec<String>,
    /// Codes of ruff and flake8, `S602` first, then those that mean the same.
    pub ruff: Vec<String>,
    /// semgrep ids, whole or their last segments.
    pub semgrep: Vec<String>,
}

/// Ids of all rules, in both directions.
#[derive(Clone, Debug, Default)]
pub struct IdTable {
    rules: BTreeMap<RuleCode, RuleIds>,
    by_name: HashMap<String, RuleCode>,
}

impl IdTable {
    /// The ids of every rule in a catalogue.
    pub fn of(catalogue: &Catalogue) -> Self {
        Self::from_rules(
            catalogue
                .rules()
                .iter()
                .map(|rule| (rule.code.as_str(), rule.name.as_str(), &rule.also)),
        )
    }

    /// The same, made once for a catalogue that is used again and again.
    pub fn shared(catalogue: &Arc<Catalogue>) -> Arc<Self> {
        static LAST: Mutex<Option<(Weak<Catalogue>, Arc<IdTable>)>> = Mutex::new(None);
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((of, table)) if std::ptr::eq(of.as_ptr(), Arc::as_ptr(catalogue)) => table.clone(),
            _ => {
                let table = Arc::new(Self::of(catalogue));
                // The weak one keeps the address from being used for another catalogue.
                *last = Some((Arc::downgrade(catalogue), table.clone()));
                table
            }
        }
    }

    /// The ids of rules given as code, name and the header's `also`.
    pub fn from_rules<'a>(
        rules: impl IntoIterator<Item = (&'a str, &'a str, &'a BTreeMap<String, Vec<String>>)>,
    ) -> Self {
        let mut table = Self::default();
        for (code, name, also) in rules {
            let of = |tool: &str| also.get(tool).cloned().unwrap_or_default();
            let mut ids = RuleIds {
                name: name.to_owned(),
                bandit: of("bandit"),
                ruff: of("ruff"),
                semgrep: of("semgrep"),
            };
            if let Some(number) = shared_number(code) {
                push_new(&mut ids.bandit, format!("B{number}"));
            }
            // flake8-bandit spells every bandit number with an `S`.
            for id in ids.bandit.clone() {
                push_new(&mut ids.ruff, id.replacen('B', "S", 1));
            }
            for (other, same) in &FACTS.equivalent {
                if same == code || ids.ruff.contains(same) {
                    push_new(&mut ids.ruff, other.clone());
                }
            }
            let code = RuleCode::from(code);
            table.by_name.insert(ids.name.clone(), code.clone());
            table.rules.insert(code, ids);
        }
        table
    }

    /// The ids of a rule; none if the rule is unknown.
    pub fn ids(&self, code: &RuleCode) -> Option<&RuleIds> {
        self.rules.get(code)
    }

    /// The code of a rule, by its name.
    pub fn by_name(&self, name: &str) -> Option<&RuleCode> {
        self.by_name.get(name)
    }

    /// Whether a rule of that code exists here.
    pub fn has_code(&self, code: &str) -> bool {
        self.rules.contains_key(&RuleCode::from(code))
    }

    /// The rules for which `test` holds, in order of their codes.
    pub(crate) fn rules_where(&self, test: impl Fn(&RuleCode, &RuleIds) -> bool) -> Vec<&RuleCode> {
        self.rules.iter().filter(|(code, ids)| test(code, ids)).map(|(code, _)| code).collect()
    }

    /// The ids of a rule, or those its number implies when the table does not know it.
    fn ids_or_implied(&self, code: &RuleCode) -> RuleIds {
        if let Some(ids) = self.rules.get(code) {
            return ids.clone();
        }
        let mut ids = RuleIds::default();
        if let Some(number) = shared_number(code.as_str()) {
            ids.bandit.push(format!("B{number}"));
            ids.ruff.push(format!("S{number}"));
        }
        ids
    }

    /// All ids a finding answers to: those of its rule and of the rules it covers.
    pub(crate) fn answers_to(&self, codes: &[RuleCode]) -> Answers {
        let mut answers = Answers { codes: codes.to_vec(), ..Answers::default() };
        for code in codes {
            let ids = self.ids_or_implied(code);
            answers.names.push(ids.name);
            answers.bandit.extend(ids.bandit);
            answers.ruff.extend(ids.ruff);
            answers.semgrep.extend(ids.semgrep);
        }
        answers
    }
}

fn push_new(ids: &mut Vec<String>, id: String) {
    if !ids.contains(&id) {
        ids.push(id);
    }
}

/// Everything by which a suppression may call a finding.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    /// Codes of ours: the rule's, then those it covers.
    pub codes: Vec<RuleCode>,
    /// Names of ours.
    pub names: Vec<String>,
    /// bandit numbers.
    pub bandit: Vec<String>,
    /// ruff and flake8 codes.
    pub ruff: Vec<String>,
    /// semgrep ids.
    pub semgrep: Vec<String>,
}

/// What one word in a suppression selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// A bandit number.
    Bandit(String),
    /// A ruff or flake8 code, exactly.
    Ruff(String),
    /// A flake8 code or the beginning of some.
    RuffPrefix(String),
    /// A semgrep id or its last segments.
    Semgrep(String),
    /// A code of ours.
    Code(String),
    /// The beginning of codes of ours: `PY6`.
    CodePrefix(String),
    /// A rule name of ours.
    Name(String),
    /// Nothing known here.
    Unknown,
}

impl Selector {
    /// Reads a word of our own form: a code, a prefix of codes, or a name.
    pub(crate) fn own(word: &str, table: &IdTable) -> Selector {
        if word.bytes().any(|byte| byte.is_ascii_lowercase()) && word.contains('-')
            || table.by_name(word).is_some()
        {
            return match table.by_name(word) {
                Some(_) => Selector::Name(word.to_owned()),
                None => Selector::Unknown,
            };
        }
        let code = word.to_ascii_uppercase();
        if table.has_code(&code) {
            return Selector::Code(code);
        }
        // A bandit number that lives under another code here, such as PY703.
        if let Some(number) = shared_number(&code) {
            return Selector::Bandit(format!("B{number}"));
        }
        let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
        let is_code_like = letters > 0
            && letters <= 3
            && code.len() <= letters + 3
            && code.bytes().skip(letters).all(|byte| byte.is_ascii_digit());
        // With three digits it is a whole code, of a rule that does not exist.
        if is_code_like && code.len() < letters + 3 {
            Selector::CodePrefix(code)
        } else {
            Selector::Unknown
        }
    }

    /// Whether it calls a finding by one of its ids.
    pub(crate) fn selects(&self, answers: &Answers) -> bool {
        match self {
            Selector::Bandit(id) => answers.bandit.contains(id),
            Selector::Ruff(id) => answers.ruff.contains(id),
            Selector::RuffPrefix(id) => answers.ruff.iter().any(|own| own.starts_with(id.as_str())),
            Selector::Semgrep(id) => answers.semgrep.iter().any(|own| same_semgrep_id(own, id)),
            Selector::Code(code) => answers.codes.iter().any(|own| own.as_str() == code),
            Selector::CodePrefix(code) => {
                answers.codes.iter().any(|own| own.as_str().starts_with(code.as_str()))
            }
            Selector::Name(name) => answers.names.contains(name),
            Selector::Unknown => false,
        }
    }

    /// The rules of ours it can call.
    pub(crate) fn rules<'t>(&self, table: &'t IdTable) -> Vec<&'t RuleCode> {
        table.rules_where(|code, ids| match self {
            Selector::Bandit(id) => ids.bandit.contains(id),
            Selector::Ruff(id) => ids.ruff.contains(id),
            Selector::RuffPrefix(id) => ids.ruff.iter().any(|own| own.starts_with(id.as_str())),
            Selector::Semgrep(id) => ids.semgrep.iter().any(|own| same_semgrep_id(own, id)),
            Selector::Code(own) => code.as_str() == own,
            Selector::CodePrefix(own) => code.as_str().starts_with(own.as_str()),
            Selector::Name(name) => ids.name == *name,
            Selector::Unknown => false,
        })
    }

    /// Whether it speaks about suppressions themselves, `PY990` to `PY994`.
    pub(crate) fn is_hygiene(&self, table: &IdTable) -> bool {
        match self {
            Selector::Code(code) => code.starts_with("PY99"),
            Selector::Name(name) => {
                table.by_name(name).is_some_and(|code| code.as_str().starts_with("PY99"))
            }
            _ => false,
        }
    }
}

/// Whether one id is the other, or its last dotted segments. Ours may end in `*` for a family.
fn same_semgrep_id(ours: &str, theirs: &str) -> bool {
    if let Some(stem) = ours.strip_suffix('*') {
        let last = theirs.rsplit('.').next().unwrap_or(theirs);
        let stem = stem.rsplit('.').next().unwrap_or(stem);
        return last.starts_with(stem);
    }
    let (long, short) = if ours.len() >= theirs.len() { (ours, theirs) } else { (theirs, ours) };
    match long.strip_suffix(short) {
        Some(head) => !short.is_empty() && (head.is_empty() || head.ends_with('.')),
        None => false,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A small catalogue: bandit twins, a rule with covers, rules of our own.
    pub(crate) fn table() -> IdTable {
        let also = |bandit: &str, ruff: &str, semgrep: &[&str]| {
            let mut also = BTreeMap::new();
            if !bandit.is_empty() {
                also.insert("bandit".to_owned(), bandit.split(' ').map(str::to_owned).collect());
            }
            if !ruff.is_empty() {
                also.insert("ruff".to_owned(), vec![ruff.to_owned()]);
            }
            if !semgrep.is_empty() {
                also.insert(
                    "semgrep".to_owned(),
                    semgrep.iter().map(|&id| id.to_owned()).collect(),
                );
            }
            also
        };
        let rules = [
            ("PY101", "assert-used", also("B101", "S101", &[])),
            ("PY107", "hardcoded-password-default", also("B107", "S107", &[])),
            ("PY307", "eval", also("B307", "S307", &["eval-detected"])),
            ("PY311", "insecure-random", also("B311", "S311", &[])),
            ("PY602", "subprocess-shell-true", also("B602", "S602", &["subprocess-shell-true"])),
            ("PY607", "partial-path", also("B607", "S607", &[])),
            ("PY613", "bidi-characters", also("B613", "", &["contains-bidirectional-characters"])),
            ("PY704", "markup", also("B704", "S704", &[])),
            ("PY841", "token-from-random", also("", "", &[])),
            ("PY943", "debugger-left", also("", "", &["pdb-*"])),
            ("DJ301", "mark-safe", also("B308 B703", "S308", &["avoid-mark-safe"])),
            ("PY990", "blanket-suppression", also("", "", &[])),
            ("PY991", "nosec-lossy-comma", also("", "", &[])),
            ("PY992", "unused-security-suppression", also("", "", &[])),
            ("PY993", "suppression-without-reason", also("", "", &[])),
            ("PY994", "wrong-dialect-suppression", also("", "", &[])),
        ];
        IdTable::from_rules(rules.iter().map(|(code, name, also)| (*code, *name, also)))
    }

    fn answers(code: &str) -> Answers {
        table().answers_to(&[RuleCode::from(code)])
    }

    #[test]
    fn bandit_ids_are_known_by_number_and_by_name() {
        assert_eq!(bandit_id("B602"), Some("B602"));
        assert_eq!(bandit_id("subprocess_popen_with_shell_equals_true"), Some("B602"));
        assert_eq!(bandit_id("md5"), Some("B303"));
        assert_eq!(bandit_id("import_subprocess"), Some("B404"));
        assert_eq!(bandit_id("b602"), None);
        assert_eq!(bandit_id("B999"), None);
    }

    #[test]
    fn retired_bandit_ids_are_still_known() {
        for id in ["B109", "B111", "B309", "B320", "B322", "B325", "B410", "B414"] {
            assert_eq!(bandit_id(id), Some(id));
        }
    }

    #[test]
    fn numbers_are_shared_only_where_bandit_has_them() {
        assert_eq!(shared_number("PY602"), Some("602"));
        assert_eq!(shared_number("PY841"), None);
        assert_eq!(shared_number("PY999"), None);
    }

    #[test]
    fn every_bandit_id_selects_its_own_number_even_without_a_table() {
        let table = IdTable::default();
        let answers = table.answers_to(&[RuleCode::from("PY505")]);
        assert!(Selector::Bandit("B505".into()).selects(&answers));
        assert!(Selector::Ruff("S505".into()).selects(&answers));
    }

    #[test]
    fn equivalents_of_other_families() {
        assert!(Selector::Ruff("RUF035".into()).selects(&answers("PY704")));
        assert!(Selector::Ruff("PGH001".into()).selects(&answers("PY307")));
        assert!(Selector::Ruff("PLE2502".into()).selects(&answers("PY613")));
        assert!(Selector::Ruff("T100".into()).selects(&answers("PY943")));
        assert!(!Selector::Ruff("BLE001".into()).selects(&answers("PY307")));
    }

    #[test]
    fn own_selectors_are_codes_prefixes_and_names() {
        let table = table();
        assert_eq!(Selector::own("PY602", &table), Selector::Code("PY602".into()));
        assert_eq!(Selector::own("PY6", &table), Selector::CodePrefix("PY6".into()));
        assert_eq!(Selector::own("DJ", &table), Selector::CodePrefix("DJ".into()));
        assert_eq!(Selector::own("eval", &table), Selector::Name("eval".into()));
        assert_eq!(
            Selector::own("subprocess-shell-true", &table),
            Selector::Name("subprocess-shell-true".into())
        );
        assert_eq!(Selector::own("PY998", &table), Selector::Unknown);
        assert_eq!(Selector::own("no-such-rule", &table), Selector::Unknown);
        assert_eq!(Selector::own("", &table), Selector::Unknown);
    }

    #[test]
    fn a_number_that_lives_under_another_code_still_selects() {
        let table = table();
        for word in ["PY308", "PY703"] {
            assert!(Selector::own(word, &table).selects(&answers("DJ301")), "{word}");
        }
        assert_eq!(Selector::own("PY109", &table), Selector::Bandit("B109".into()));
    }

    #[test]
    fn semgrep_ids_match_whole_or_by_last_segments() {
        assert!(same_semgrep_id("eval-detected", "python.lang.security.eval-detected"));
        assert!(same_semgrep_id("python.lang.security.eval-detected", "security.eval-detected"));
        assert!(!same_semgrep_id("python.lang.eval-detected", "detected"));
        assert!(!same_semgrep_id("eval-detected", ""));
        assert!(same_semgrep_id("pdb-*", "python.lang.pdb-remove"));
    }
}
