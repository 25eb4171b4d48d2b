//! Gain vectors that were kept, asked again and again whether one of them is at least as good as another.
//!
//! Indexing: nodes and vectors are addressed by positions computed when the tree was built.
//!
//! A tree cannot grow without being built anew. Trees of doubling size make that cheap: each vector is built
//! into a tree a logarithmic number of times. A node knows the best entry of each party below it; where even
//! those together fall short, everything below does, and the search skips the whole subtree in one step.

/// Whether `a` gives every party at least what `b` gives.
#[inline]
pub(crate) fn at_least<const N: usize>(a: &[i64; N], b: &[i64; N]) -> bool {
    (0..N).all(|p| a[p] >= b[p])
}

/// A forest of static k-d trees of doubling size (Bentley & Saxe, J. Algorithms 1 (1980)).
#[derive(Default)]
pub(crate) struct Archive<const N: usize> {
    trees: Vec<Tree<N>>,
    len: usize,
}

struct Tree<const N: usize> {
    vectors: Vec<[i64; N]>,
    nodes: Vec<Node<N>>,
}

struct Node<const N: usize> {
    /// The largest entry of each party below this node.
    highest: [i64; N],
    /// The vectors below this node.
    from: u32,
    to: u32,
    /// Where the search goes on when nothing below this node can be as good.
    skip: u32,
}

const LEAF: usize = 8;

impl<const N: usize> Archive<N> {
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds vectors; trees of similar size are joined so that there are logarithmically many.
    pub fn extend(&mut self, mut vectors: Vec<[i64; N]>) {
        self.len += vectors.len();
        // Like carrying in binary: sizes at least double from one tree to the one before it.
        while self.trees.last().is_some_and(|tree| tree.vectors.len() < 2 * vectors.len()) {
            if let Some(tree) = self.trees.pop() {
                vectors.extend(tree.vectors);
            }
        }
        if !vectors.is_empty() {
            self.trees.push(Tree::from_vectors(vectors));
        }
    }

    /// Whether some vector gives every party at least what `vector` gives.
    pub fn dominates(&self, vector: &[i64; N]) -> bool {
        self.trees.iter().any(|tree| tree.dominates(vector))
    }
}

impl<const N: usize> Tree<N> {
    fn from_vectors(mut vectors: Vec<[i64; N]>) -> Self {
        let mut nodes = Vec::with_capacity(vectors.len() / 2 + 1);
        build(&mut vectors, 0, &mut nodes);
        Self { vectors, nodes }
    }

    fn dominates(&self, vector: &[i64; N]) -> bool {
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            let skip = node.skip as usize;
            if !at_least(&node.highest, vector) {
                at = skip;
                continue;
            }
            let is_leaf = skip == at + 1;
            if is_leaf
                && self.vectors[node.from as usize..node.to as usize].iter().any(|v| at_least(v, vector))
            {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// Builds the nodes of `vectors` in preorder; `from` is their position in the whole tree.
fn build<const N: usize>(vectors: &mut [[i64; N]], from: usize, nodes: &mut Vec<Node<N>>) {
    let place = nodes.len();
    let mut lowest = [i64::MAX; N];
    let mut highest = [i64::MIN; N];
    for vector in vectors.iter() {
        for p in 0..N {
            lowest[p] = lowest[p].min(vector[p]);
            highest[p] = highest[p].max(vector[p]);
        }
    }
    let position = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    nodes.push(Node { highest, from: position(from), to: position(from + vectors.len()), skip: 0 });
    if vectors.len() > LEAF {
        let widest = (0..N).max_by_key(|p| i128::from(highest[*p]) - i128::from(lowest[*p])).unwrap_or(0);
        let half = vectors.len() / 2;
        // Better halves first: they are likelier to dominate.
        vectors.select_nth_unstable_by(half, |a, b| b[widest].cmp(&a[widest]).then(b.cmp(a)));
        let (better, worse) = vectors.split_at_mut(half);
        build(better, from, nodes);
        build(worse, from + half, nodes);
    }
    // Known only once the whole subtree is written. In preorder a node's subtree follows it, and `skip` is
    // where the search goes on without it: no stack is needed.
    nodes[place].skip = position(nodes.len());
}
