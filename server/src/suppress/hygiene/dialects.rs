//! Ids in the words of another tool, and how they are written right.

use crate::finding::RuleCode;
use crate::suppress::How;
use crate::suppress::apply::Situation;
use crate::suppress::comments::{Directive, Item};
use crate::suppress::ids::{IdTable, Selector, bandit_id};

/// What should stand in place of a word.
pub(super) enum Correction {
    /// Another word in the same list.
    Word(String),
    /// Our own form, with this code.
    Own(String),
}

pub(super) fn correction(
    directive: &Directive,
    item: &Item,
    situation: &Situation<'_>,
) -> Option<Correction> {
    let table = situation.table;
    let word = item.word.to_ascii_uppercase();
    // `B602` or `S602`, in any case, with a number that bandit has. bugbear's B0nn and B9nn are none of these.
    let number = bandit_number(&word);
    match directive.how {
        How::Nosec => match &item.selector {
            Selector::Unknown => match number {
                Some(number) => Some(Correction::Word(format!("B{number}"))),
                None if table.has_code(&word) => own_code(How::Nosec, &word, table),
                None => None,
            },
            Selector::Code(code) => own_code(How::Nosec, code, table),
            _ => None,
        },
        How::Noqa | How::Ruff => {
            if table.has_code(&word) {
                let right = item.word == word
                    && (situation.own_codes_in_noqa || directive.how == How::Ruff);
                return if right {
                    None
                } else if situation.own_codes_in_noqa {
                    Some(Correction::Word(word))
                } else {
                    own_code(directive.how, &word, table)
                };
            }
            let right = format!("S{}", number?);
            (right != item.word).then_some(Correction::Word(right))
        }
        How::Watchpost => {
            let id = format!("B{}", number?);
            let code = Selector::Bandit(id).rules(table).first()?.as_str().to_owned();
            (item.selector == Selector::Unknown).then_some(Correction::Word(code))
        }
        How::Nosemgrep | How::Djlint => None,
    }
}

fn bandit_number(word: &str) -> Option<&str> {
    let number = word.strip_prefix(['B', 'S'])?;
    bandit_id(&format!("B{number}"))?;
    Some(number)
}

fn own_code(how: How, code: &str, table: &IdTable) -> Option<Correction> {
    let ids = table.ids(&RuleCode::from(code))?;
    let twin = if how == How::Nosec { ids.bandit.first() } else { ids.ruff.first() };
    Some(match twin {
        Some(twin) => Correction::Word(twin.clone()),
        None => Correction::Own(code.to_owned()),
    })
}
