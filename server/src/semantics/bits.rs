//! Which bits of a number are known: for permission masks that are put together from named bits.

use super::budget::Level;
use super::constants::{children, followed, spine, unwrapped, value};
use super::{Resolver, Value};
use crate::syntax::Expr;

/// What is known about the low 32 bits of a number.
///
/// Invariant: `ones & zeros == 0`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    /// Bits that are surely set.
    pub ones: u32,
    /// Bits that are surely not set.
    pub zeros: u32,
}

impl Bits {
    fn of(value: i128) -> Self {
        // Two's complement: `~0o22` keeps its high bits.
        let ones = value as u32;
        Self { ones, zeros: !ones }
    }

    fn either(self, other: Self) -> Self {
        Self { ones: self.ones & other.ones, zeros: self.zeros & other.zeros }
    }

    fn combined(self, operator: &str, other: Self) -> Self {
        let (a, b) = (self, other);
        match operator {
            "|" => Self { ones: a.ones | b.ones, zeros: a.zeros & b.zeros },
            "&" => Self { ones: a.ones & b.ones, zeros: a.zeros | b.zeros },
            "^" => Self {
                ones: (a.ones & b.zeros) | (a.zeros & b.ones),
                zeros: (a.ones & b.ones) | (a.zeros & b.zeros),
            },
            // Without a carry, adding is `|`: no bit may be set on both sides.
            "+" if (a.zeros | b.zeros) == u32::MAX => self.combined("|", other),
            _ => Self::default(),
        }
    }

    /// Whether all bits are known.
    pub fn is_exact(self) -> bool {
        self.ones | self.zeros == u32::MAX
    }
}

/// The known bits of `expr`; `None` if it is no number or nothing is known about it.
pub fn bits<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<Bits> {
    Some(known(resolver, expr)).filter(|bits| *bits != Bits::default())
}

fn known<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Bits {
    let Some(_level) = Level::enter() else { return Bits::default() };
    let expr = unwrapped(expr);
    match expr.kind() {
        "binary_operator" => {
            let Some((first, links)) = spine(expr) else { return Bits::default() };
            let mut left = known(resolver, first);
            for (operator, right) in links {
                let right = known(resolver, right);
                left = match (operator, left.is_exact() && right.is_exact()) {
                    ("|" | "&" | "^", _) | (_, false) => left.combined(operator, right),
                    ("+", true) => Bits::of(i128::from(left.ones) + i128::from(right.ones)),
                    ("-", true) => Bits::of(i128::from(left.ones) - i128::from(right.ones)),
                    ("<<", true) => Bits::of(i128::from(left.ones) << right.ones.min(64)),
                    // The bits beyond 32 are not known here, so only small numbers may be moved down.
                    (">>", true) if left.ones >> 31 == 0 => {
                        Bits::of(i128::from(left.ones) >> right.ones.min(64))
                    }
                    _ => return exact(&value(resolver, expr)),
                };
            }
            left
        }
        "unary_operator" if expr.field("operator").is_some_and(|one| one.source() == "~") => {
            let argument = expr.field("argument").map(|argument| known(resolver, argument));
            argument.map_or(Bits::default(), |bits| Bits { ones: bits.zeros, zeros: bits.ones })
        }
        "conditional_expression" => match children(expr)[..] {
            [body, _, otherwise] => known(resolver, body).either(known(resolver, otherwise)),
            _ => Bits::default(),
        },
        "boolean_operator" => match (expr.field("left"), expr.field("right")) {
            (Some(left), Some(right)) => known(resolver, left).either(known(resolver, right)),
            _ => Bits::default(),
        },
        "identifier" | "attribute" => match followed(resolver, expr) {
            Some(assigned) => known(resolver, assigned),
            None => exact(&value(resolver, expr)),
        },
        _ => exact(&value(resolver, expr)),
    }
}

fn exact(value: &Value) -> Bits {
    match value {
        Value::Int(value) => Bits::of(*value),
        _ => Bits::default(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::sample;
    use super::*;

    #[test]
    fn known_bits_of_masks() {
        let answers = sample::ask(
            r#"
import os, stat
from stat import S_IRWXU as RWX
MODE = 0o750
x = 0o777
x = stat.S_IRWXU | stat.S_IXOTH
x = RWX | MODE
x = os.stat(p).st_mode | 0o111
x = os.stat(p).st_mode | stat.S_IXUSR & ~stat.S_IWOTH
x = mode & ~0o022
x = mode ^ 0o1
x = 0o700 + 0o55
x = mode + 1
x = (mode & 0o700) + 0o55
x = 0o777 if c else 0o770
x = int("755", 8)
x = 0o7 << 6
x = "a"
x = mode
x = -1
"#,
            |resolver, expr| match bits(resolver, expr) {
                Some(bits) if bits.is_exact() => format!("{:o}", bits.ones),
                Some(bits) => format!("ones {:o}, zeros {:o}", bits.ones, bits.zeros & 0o7777),
                None => "-".to_owned(),
            },
        );
        expect![[r#"
            0o777  →  777
            stat.S_IRWXU | stat.S_IXOTH  →  701
            RWX | MODE  →  750
            os.stat(p).st_mode | 0o111  →  ones 111, zeros 0
            os.stat(p).st_mode | stat.S_IXUSR & ~stat.S_IWOTH  →  ones 100, zeros 0
            mode & ~0o022  →  ones 0, zeros 22
            mode ^ 0o1  →  -
            0o700 + 0o55  →  755
            mode + 1  →  -
            (mode & 0o700) + 0o55  →  ones 55, zeros 7022
            0o777 if c else 0o770  →  ones 770, zeros 7000
            int("755", 8)  →  755
            0o7 << 6  →  700
            "a"  →  -
            mode  →  -
            -1  →  37777777777
        "#]]
        .assert_eq(&answers);
    }
}
