//! The best tree without crossing arcs, one word under the root.

/// Finds the heads of a sentence's words from `scores`, which has `rows` × `rows` numbers: how well the second row would be
/// the head of the first. Row 0 is the root. The result has one head for each row, that of the root being 0.
///
/// Where the best head of each word already makes a tree with one root, that is the answer, crossing or not; otherwise the best tree
/// without crossing arcs is (Eisner 1996), with exactly one word under the root. Takes time in the cube of the length.
///
/// ```
/// // Two words; the second is the head of the first.
/// let scores = [0.0, 0.0, 0.0,  1.0, 0.0, 3.0,  2.0, 1.0, 0.0];
/// assert_eq!(mediant_reader::parse::trees::best(&scores, 3), [0, 2, 0]);
/// ```
pub fn best(scores: &[f32], rows: usize) -> Vec<usize> {
    if rows < 2 {
        return vec![0; rows];
    }
    greedy(scores, rows).unwrap_or_else(|| Chart::fill(scores, rows).heads())
}

/// The best head of every word for itself, if that makes a tree with one root.
fn greedy(scores: &[f32], rows: usize) -> Option<Vec<usize>> {
    let mut heads = vec![0; rows];
    for dependent in 1..rows {
        let row = &scores[dependent * rows..(dependent + 1) * rows];
        let mut top = f32::NEG_INFINITY;
        for (head, &score) in row.iter().enumerate() {
            if head != dependent && score > top {
                (heads[dependent], top) = (head, score);
            }
        }
    }
    is_tree(&heads).then_some(heads)
}

/// Whether heads (row 0 being the root) make a tree with exactly one word under the root.
pub fn is_tree(heads: &[usize]) -> bool {
    let single = heads.iter().skip(1).filter(|&&head| head == 0).count() == 1;
    single
        && (1..heads.len()).all(|start| {
            let mut at = start;
            // A path to the root passes each row at most once.
            for _ in 0..heads.len() {
                match heads.get(at) {
                    Some(0) => return true,
                    Some(&head) => at = head,
                    None => return false,
                }
            }
            false
        })
}

/// Eisner's chart over the words 1..rows. A *complete* span has its head at one end and is finished at the other; an
/// *open* span ends in an arc between its two ends. The root is left out and joined at the end, which makes
/// exactly one word hang on it.
struct Chart<'a> {
    scores: &'a [f32],
    rows: usize,
    /// By [`Chart::at`]: value and where the span is split. Index 0: head at the left end, 1: at the right.
    complete: Vec<[(f32, usize); 2]>,
    open: Vec<[(f32, usize); 2]>,
}

impl<'a> Chart<'a> {
    fn at(&self, left: usize, right: usize) -> usize {
        left * self.rows + right
    }

    fn fill(scores: &'a [f32], rows: usize) -> Self {
        let nothing = [(f32::NEG_INFINITY, 0); 2];
        let mut chart =
            Self { scores, rows, complete: vec![nothing; rows * rows], open: vec![nothing; rows * rows] };
        for word in 1..rows {
            let at = chart.at(word, word);
            chart.complete[at] = [(0.0, word); 2];
        }
        for width in 1..rows - 1 {
            for left in 1..rows - width {
                chart.span(left, left + width);
            }
        }
        chart
    }

    fn span(&mut self, left: usize, right: usize) {
        let at = self.at(left, right);
        let mut joined = (f32::NEG_INFINITY, left);
        for split in left..right {
            let value =
                self.complete[self.at(left, split)][0].0 + self.complete[self.at(split + 1, right)][1].0;
            if value > joined.0 {
                joined = (value, split);
            }
        }
        let to_right = self.scores[right * self.rows + left];
        let to_left = self.scores[left * self.rows + right];
        self.open[at] = [(joined.0 + to_right, joined.1), (joined.0 + to_left, joined.1)];
        let mut best = [(f32::NEG_INFINITY, left); 2];
        for split in left + 1..=right {
            let value = self.open[self.at(left, split)][0].0 + self.complete[self.at(split, right)][0].0;
            if value > best[0].0 {
                best[0] = (value, split);
            }
        }
        for split in left..right {
            let value = self.complete[self.at(left, split)][1].0 + self.open[self.at(split, right)][1].0;
            if value > best[1].0 {
                best[1] = (value, split);
            }
        }
        self.complete[at] = best;
    }

    fn heads(&self) -> Vec<usize> {
        let last = self.rows - 1;
        let mut top = (f32::NEG_INFINITY, 1);
        for word in 1..=last {
            let value = self.complete[self.at(1, word)][1].0
                + self.complete[self.at(word, last)][0].0
                + self.scores[word * self.rows];
            if value > top.0 {
                top = (value, word);
            }
        }
        let mut heads = vec![0; self.rows];
        // Spans still to be taken apart: ends, whether complete, and which end is the head.
        let mut left_over = vec![(1, top.1, true, 1), (top.1, last, true, 0)];
        while let Some((left, right, complete, side)) = left_over.pop() {
            if left == right {
                continue;
            }
            let at = self.at(left, right);
            if complete {
                let split = self.complete[at][side].1;
                if side == 0 {
                    left_over.extend([(left, split, false, 0), (split, right, true, 0)]);
                } else {
                    left_over.extend([(left, split, true, 1), (split, right, false, 1)]);
                }
            } else {
                let split = self.open[at][side].1;
                if side == 0 {
                    heads[right] = left;
                } else {
                    heads[left] = right;
                }
                left_over.extend([(left, split, true, 0), (split + 1, right, true, 1)]);
            }
        }
        heads
    }
}
