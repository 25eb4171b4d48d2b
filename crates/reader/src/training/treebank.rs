//! Treebanks in the CoNLL-U format.

/// A word of a treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as the text has it (column `FORM`).
    pub form: String,
    /// Tag of the Penn Treebank (column `XPOS`).
    pub tag: String,
    /// The word that it hangs on, counted from 1; 0 is the root.
    pub head: usize,
    /// Universal Dependencies relation, with its subtype.
    pub relation: String,
    /// Whether a space follows in the text.
    pub space: bool,
}

/// A sentence of a treebank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its text as written (`# text`), or nothing.
    pub text: String,
    /// Whether a document or a paragraph begins here.
    pub opens: bool,
    /// Its words, in the order of the text.
    pub words: Vec<Word>,
}

/// A line that is not CoNLL-U.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct TreebankError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: &'static str,
}

/// Reads a treebank. Lines for several words at once (`3-4`) and for words that are not in the text (`5.1`) are passed over,
/// save that the space behind several words at once is the space behind the last of them.
///
/// # Errors
/// [`TreebankError`] with the line that has too few columns, a head that is no word of the sentence, or no tag.
///
/// ```
/// let text = "# text = Talks resume.\n1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n\
///             2\tresume\tresume\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n";
/// let sentences = mediant_reader::training::treebank::read(text)?;
/// assert_eq!(sentences[0].words[0].head, 2);
/// assert!(!sentences[0].words[1].space);
/// # Ok::<(), mediant_reader::training::treebank::TreebankError>(())
/// ```
pub fn read(text: &str) -> Result<Vec<Sentence>, TreebankError> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    // The last word of several at once, and the space behind it.
    let mut joined: Option<(usize, bool)> = None;
    let mut begun = 1;
    for (line, content) in (1..).zip(text.lines().chain([""])) {
        if content.is_empty() {
            let done = std::mem::take(&mut sentence);
            if !done.words.is_empty() {
                if done.words.iter().any(|word| word.head > done.words.len()) {
                    return Err(TreebankError {
                        line: begun,
                        why: "a head in this sentence is no word of it",
                    });
                }
                sentences.push(done);
            }
            joined = None;
            begun = line + 1;
        } else if let Some(comment) = content.strip_prefix('#') {
            if let Some(text) = comment.strip_prefix(" text = ") {
                sentence.text = text.to_owned();
            }
            sentence.opens |= comment.starts_with(" newdoc") || comment.starts_with(" newpar");
        } else {
            let columns: Vec<&str> = content.split('\t').collect();
            let [id, form, _, _, tag, _, head, relation, _, misc] = columns[..] else {
                return Err(TreebankError { line, why: "there are not ten columns" });
            };
            let space = !misc.split('|').any(|part| part == "SpaceAfter=No");
            if let Some((_, last)) = id.split_once('-') {
                joined = last.parse().ok().map(|last| (last, space));
                continue;
            }
            if id.contains('.') {
                continue;
            }
            let head = head.parse().map_err(|_| TreebankError { line, why: "the head is no number" })?;
            if tag == "_" {
                return Err(TreebankError { line, why: "there is no tag" });
            }
            let space = match joined {
                Some((last, space)) if sentence.words.len() < last => {
                    space && sentence.words.len() + 1 == last
                }
                _ => space,
            };
            sentence.words.push(Word {
                form: form.to_owned(),
                tag: tag.to_owned(),
                head,
                relation: relation.to_owned(),
                space,
            });
        }
    }
    Ok(sentences)
}
