//! The word somebody probably meant, out of the words there are.

/// Longer words are not compared: nobody mistypes them, and the table below grows with their length.
const LONGEST: usize = 64;

/// The candidate closest to `word`, if one is close enough to be worth proposing. Case and `_` for `-` cost nothing;
/// of equally close candidates the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word)?;
    // One slip in three letters; two-letter words allow one.
    let allowed = (word.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let Some(letters) = folded(candidate) else { continue };
        if letters.len().abs_diff(word.len()) > allowed {
            continue;
        }
        let distance = distance(&word, &letters);
        // A word replaced as a whole is no slip, however short.
        if distance <= allowed
            && distance < letters.len().max(word.len())
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word
        .chars()
        .take(LONGEST + 1)
        .map(|letter| if letter == '_' { '-' } else { letter.to_ascii_lowercase() })
        .collect();
    (!letters.is_empty() && letters.len() <= LONGEST).then_some(letters)
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before_last: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for (i, &a) in left.iter().enumerate() {
        row[0] = i + 1;
        for (j, &b) in right.iter().enumerate() {
            let replaced = last[j] + usize::from(a != b);
            let mut least = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == right[j - 1] && left[i - 1] == b {
                least = least.min(before_last[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[width - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_seen_through() {
        let keys = ["select", "ignore", "exclude", "extend-select"];
        assert_eq!(nearest("igonre", keys), Some("ignore"));
        assert_eq!(nearest("extend_select", keys), Some("extend-select"));
        assert_eq!(nearest("SELECT", keys), Some("select"));
        assert_eq!(nearest("slect", keys), Some("select"));
    }

    #[test]
    fn strangers_get_no_proposal() {
        assert_eq!(nearest("colour", ["select", "ignore"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(nearest("x", ["a"]), None);
        assert_eq!(nearest(&"select".repeat(1000), ["select"]), None);
    }

    #[test]
    fn the_closest_wins_over_the_first() {
        assert_eq!(nearest("PY602", ["PY601", "PY602"]), Some("PY602"));
        assert_eq!(nearest("hihg", ["high", "low"]), Some("high"));
    }
}
