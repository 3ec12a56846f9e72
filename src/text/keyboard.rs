//! Which letters lie beside each other on a keyboard.

/// The rows of the usual keyboard, each half a key to the right of the one above. Hangul's two-set layout lies on the
/// same keys, named by them here.
const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

/// Whether two letters lie beside each other, or on one key, with shift and without.
pub(super) fn are_near(a: u32, b: u32) -> bool {
    let (Some((row, column)), Some((other_row, other_column))) = (place(a), place(b)) else { return false };
    match other_row.abs_diff(row) {
        0 => column.abs_diff(other_column) <= 1,
        // The key below lies between this one and the one to its left.
        1 if other_row > row => column == other_column || column == other_column + 1,
        1 => column == other_column || column + 1 == other_column,
        _ => false,
    }
}

fn place(letter: u32) -> Option<(usize, usize)> {
    let letter = u8::try_from(letter).ok()?.to_ascii_lowercase();
    let column = |row: &&[u8]| row.iter().position(|key| *key == letter);
    ROWS.iter().enumerate().find_map(|(at, row)| Some((at, column(row)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_neighbours_around_them() {
        let near = |a: char, b: char| are_near(a.into(), b.into());
        let around: String = ('a'..='z').filter(|&b| b != 'g' && near('g', b)).collect();
        assert_eq!(around, "bfhtvy");
        assert!(near('o', 'p') && near('t', 'T') && near('q', 'a') && near('a', 'q'));
        assert!(!near('q', 'd') && !near('a', 'x') && !near('c', 'm') && !near('é', 'e'));
        for (a, b) in ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| (a, b))) {
            assert_eq!(near(a, b), near(b, a), "{a} {b}");
        }
    }
}
