//! What of a word the network has learned rows for: the word itself, how it begins and ends, and its shape.

/// The learned features of a word, as keys of the model's table.
///
/// Digits count as one digit, letters as lower case; the shape keeps what that loses.
///
/// ```
/// let keys = mediant_reader::parse::features::keys("Hrasta's", true);
/// assert!(keys.contains(&"w:hrasta's".to_owned()));
/// assert!(keys.contains(&"4:ta's".to_owned()));
/// assert!(keys.contains(&"h1:Xx'x".to_owned()));
/// ```
pub fn keys(word: &str, first: bool) -> Vec<String> {
    let plain: Vec<char> = plain(word).chars().collect();
    let mut keys = vec![format!("w:{}", plain.iter().collect::<String>()), shape(word, first)];
    for length in [2, 3, 4] {
        if let Some(start) = plain.len().checked_sub(length) {
            keys.push(format!("{length}:{}", plain[start..].iter().collect::<String>()));
        }
    }
    if let Some(start) = plain.get(..3) {
        keys.push(format!("p:{}", start.iter().collect::<String>()));
    }
    keys
}

/// Lower case, with `0` for every digit and straight quotation marks for curly ones.
pub fn plain(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            c if c.is_numeric() => '0',
            c => c,
        })
        .collect()
}

/// Which kinds of characters follow each other; more than two of a kind count as two.
fn shape(word: &str, first: bool) -> String {
    let mut shape = String::from(if first { "h1:" } else { "h0:" });
    let mut run = (' ', 0);
    for c in word.chars().take(40) {
        let kind = match c {
            '’' | '‘' => '\'',
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => '0',
            c => c,
        };
        run = if run.0 == kind { (kind, run.1 + 1) } else { (kind, 1) };
        if run.1 <= 1 || (run.1 == 2 && kind != 'x') {
            shape.push(kind);
        }
    }
    shape
}
