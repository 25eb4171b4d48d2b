//! Which question to ask: the one that separates the utilities between which the choice of package hangs.
//!
//! Why by loss. The mediator does not want to know a party's utility; it wants a package. Two utilities under
//! which the same package is best need not be told apart, and two under which the choice costs much should
//! be. So a question is worth the loss between those who would answer it differently. In early measurements this
//! reached more in as many questions than asking for the most uncertain answer or looking one step ahead: the
//! first spends questions where nothing hangs on the answer, the second sees hardly any gain while much is
//! still unknown.

use crate::belief::{Belief, Gain};
use crate::draw::Draw;
use crate::nash_point::nash_point;
use crate::values::Values;
use crate::{Agenda, Parties, Question, Settings};
use mediant_model::Package;
use mediant_model::problem::Region;

/// How many of a belief's particles a question is chosen with.
const HYPOTHESES: usize = 96;
/// How many candidates are put as "do you accept this?".
const ACCEPTS: usize = 32;
/// How many ways down to the walk-away are looked at.
const DESCENTS: usize = 24;

/// What the other parties are taken to want while a question is chosen: one gain for each of them.
pub(crate) type Counterparts = Vec<Gain>;

/// What limits the questions to a party beside what would tell most.
#[derive(Clone, Copy)]
pub(crate) struct Within<'a> {
    /// What was asked already.
    pub asked: &'a [Question],
    /// Packages that cannot come about, as far as the party may know: no question names one.
    pub excluded: &'a [&'a [Region]],
    /// By issue: whether the party put all its values in order, so that there is something to say of those in between.
    pub ordered: &'a [bool],
}

impl Within<'_> {
    /// Whether the question was asked, or names a package that cannot come about.
    fn rules_out(&self, question: &Question) -> bool {
        let excludes = |package: &Package| {
            self.excluded.iter().copied().flatten().any(|region| region.contains(package))
        };
        let names = match question {
            Question::Accept { package } => excludes(package),
            Question::Compare { first, second } => excludes(first) || excludes(second),
            Question::RankOptions { .. } | Question::RankIssues => false,
        };
        names || self.asked.contains(question)
    }
}

/// The most telling question, by regret-weighted EC2: of all questions in a pool the one for which most loss lies
/// between particles that answer differently, where the loss between two is what the Nash point of one costs if the
/// other is true (after Golovin, Krause and Ray 2010, arXiv 1010.3091, section 3).
///
/// `views` are what the other parties may want; the losses of all are added. `who` are the party, first, and the others,
/// each of whom is taken to be needed: a question is to tell of this party, whoever is outvoted in the end. `None` where no question in the pool
/// separates anything. Cost O(views x [`HYPOTHESES`]^2 + pool x [`HYPOTHESES`]^2).
pub(crate) fn choose(
    agenda: &Agenda,
    settings: &Settings,
    own: &Belief,
    views: &[Counterparts],
    who: &Parties,
    within: Within<'_>,
    draw: &mut Draw,
) -> Option<Question> {
    // Every so-manyth: the cost grows with the square of the hypotheses, and after resampling neighbours are
    // often copies.
    let stride = (own.gains().len() / HYPOTHESES).max(1);
    let hypotheses: Vec<&Gain> = own.gains().iter().step_by(stride).take(HYPOTHESES).collect();
    let mut candidates: Vec<Package> = Vec::new();
    let mut losses = vec![0.0; hypotheses.len() * hypotheses.len()];
    for view in views {
        add_losses(agenda, &hypotheses, view, who, &mut candidates, &mut losses);
    }
    let middle: Vec<Package> =
        views.iter().map(|view| with_others(agenda, own.mean(), view, who).0).collect();
    let mut pool = pool(agenda, settings, &candidates, &middle, draw);
    for base in &middle {
        at_the_walk_away(agenda, &hypotheses, base, draw, &mut pool);
    }
    let told = Separated { agenda, hypotheses: &hypotheses, losses: &losses, views: views.len() };
    let most_telling = |values: &Values| {
        let mut best: Option<(f64, Question)> = None;
        let settled = pool.iter().filter_map(|question| values.settled(question.clone(), settings));
        for question in settled.filter(|question| !within.rules_out(question)) {
            let Some(worth) = told.by(&question) else { continue };
            if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                best = Some((worth, question));
            }
        }
        best.map(|(_, question)| question)
    };
    // Where the round values tell nothing more, those in between may.
    let round_first = Values::new(agenda, within.asked, within.ordered, &middle);
    most_telling(&round_first).or_else(|| most_telling(&Values::in_between(agenda, within.ordered, &middle)))
}

/// What lies between hypotheses that answer differently.
struct Separated<'a> {
    agenda: &'a Agenda,
    hypotheses: &'a [&'a Gain],
    /// What each pair of them loses.
    losses: &'a [f64],
    views: usize,
}

impl Separated<'_> {
    /// What a question separates; `None` where all answer it alike: it tells nothing, whatever the loss among them.
    fn by(&self, question: &Question) -> Option<f64> {
        let count = self.hypotheses.len();
        let (mut yes, mut no) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (index, gain) in self.hypotheses.iter().enumerate() {
            if says_yes(self.agenda, gain, question) { &mut yes } else { &mut no }.push(index);
        }
        if yes.is_empty() || no.is_empty() {
            return None;
        }
        let separated: f64 = yes
            .iter()
            .map(|one| {
                let row = &self.losses[one * count..(one + 1) * count];
                no.iter().map(|other| row[*other]).sum::<f64>()
            })
            .sum();
        let share = yes.len() as f64 / count as f64;
        // A trace of it decides among questions that separate as much, or nothing: otherwise the first of the
        // pool would be asked.
        let entropy = -share * share.ln() - (1.0 - share) * (1.0 - share).ln();
        Some(separated / (self.losses.len() * self.views.max(1)) as f64 + 1e-4 * entropy)
    }
}

fn with_others(agenda: &Agenda, own: &Gain, others: &[Gain], who: &Parties) -> (Package, f64) {
    let gains: Vec<&Gain> = std::iter::once(own).chain(others).collect();
    nash_point(agenda, &gains, who)
}

/// Adds, for each pair of hypotheses, what the Nash point of one loses if the other is true, both ways; and the Nash
/// points to the candidates.
fn add_losses(
    agenda: &Agenda,
    hypotheses: &[&Gain],
    others: &[Gain],
    who: &Parties,
    candidates: &mut Vec<Package>,
    losses: &mut [f64],
) {
    let count = hypotheses.len();
    let mut chosen: Vec<usize> = Vec::with_capacity(count);
    let mut values: Vec<f64> = Vec::with_capacity(count);
    let mut points: Vec<Package> = Vec::new();
    for own in hypotheses {
        let (package, value) = with_others(agenda, own, others, who);
        values.push(value);
        chosen.push(points.iter().position(|known| *known == package).unwrap_or_else(|| {
            points.push(package);
            points.len() - 1
        }));
    }
    let others_gain =
        |package: &Package| others.iter().map(|gain| gain.of(agenda, package).max(0.0)).product::<f64>();
    let theirs: Vec<f64> = points.iter().map(others_gain).collect();
    // What each point brings under each hypothesis, as a share of the best.
    let mut kept = vec![0.0; points.len() * count];
    for (place, (package, theirs)) in points.iter().zip(&theirs).enumerate() {
        for (truth, own) in hypotheses.iter().enumerate() {
            let product = own.of(agenda, package).max(0.0) * theirs;
            kept[place * count + truth] =
                // Where no package brings everybody anything, no choice loses anything. The minimum guards
                // against a Nash point that the scan missed.
                if values[truth] > 0.0 { (product / values[truth]).min(1.0) } else { 1.0 };
        }
    }
    for (one, place) in chosen.iter().enumerate() {
        for truth in 0..count {
            let loss = 1.0 - kept[place * count + truth];
            losses[one * count + truth] += loss;
            // Both ways: a question about two hypotheses does not know which of them is true.
            losses[truth * count + one] += loss;
        }
    }
    for package in points {
        if !candidates.contains(&package) {
            candidates.push(package);
        }
    }
}

fn says_yes(agenda: &Agenda, gain: &Gain, question: &Question) -> bool {
    match question {
        Question::Accept { package } => gain.of(agenda, package) > 0.0,
        Question::Compare { first, second } => {
            let mut difference = 0.0;
            for (issue, (one, other)) in first.iter().zip(second).enumerate() {
                if one != other {
                    difference +=
                        gain.worth[agenda.column(issue, *one)] - gain.worth[agenda.column(issue, *other)];
                }
            }
            difference > 0.0
        }
        Question::RankOptions { .. } | Question::RankIssues => false,
    }
}

/// Adds packages about which it is in doubt whether they are acceptable: nothing else tells where the walk-away lies, and
/// candidates lie far above it. Each is reached from the base by giving way on issue after issue, until a hypothesis
/// would no longer accept; the last package that it accepts and the first that it does not.
fn at_the_walk_away(
    agenda: &Agenda,
    hypotheses: &[&Gain],
    base: &Package,
    draw: &mut Draw,
    pool: &mut Vec<Question>,
) {
    for _ in 0..DESCENTS {
        let Some(ruler) = hypotheses.get(draw.below(hypotheses.len())) else { return };
        let mut package = base.clone();
        for _ in 0..2 * agenda.issues() {
            let issue = draw.below(agenda.issues());
            let worth = |option: u32| ruler.worth[agenda.column(issue, option)];
            let option = draw.below(agenda.size(issue)) as u32;
            if worth(option) >= worth(package[issue]) {
                continue;
            }
            let before = package.clone();
            package[issue] = option;
            if ruler.of(agenda, &package) <= 0.0 {
                pool.push(Question::Accept { package: before });
                pool.push(Question::Accept { package });
                break;
            }
        }
    }
}

/// Questions worth a look: accepting a candidate, and comparisons around candidates and the present best.
fn pool(
    agenda: &Agenda,
    settings: &Settings,
    candidates: &[Package],
    middle: &[Package],
    draw: &mut Draw,
) -> Vec<Question> {
    let mut pool: Vec<Question> = Vec::with_capacity(600);
    let accept = |package: &Package| Question::Accept { package: package.clone() };
    pool.extend(middle.iter().map(accept));
    // Candidates of all views, evenly.
    let stride = (candidates.len() / ACCEPTS).max(1);
    pool.extend(candidates.iter().step_by(stride).take(ACCEPTS + 8).map(accept));
    if !settings.comparisons {
        return pool;
    }
    let mut compare = |first: Package, second: Package| {
        let question = Question::Compare { first, second };
        let differences = question.differences().len();
        if differences > 0 && differences <= settings.differences_max {
            pool.push(question);
        }
    };
    for _ in 0..200 {
        let (one, other) = (draw.below(candidates.len()), draw.below(candidates.len()));
        if let (Some(one), Some(other)) = (candidates.get(one), candidates.get(other)) {
            compare(one.clone(), other.clone());
        }
    }
    let random_candidates: Vec<Package> =
        (0..5).filter_map(|_| candidates.get(draw.below(candidates.len())).cloned()).collect();
    for base in middle.iter().chain(&random_candidates) {
        let issues = agenda.issues();
        for issue in (0..issues).cycle().take(24.max(issues)) {
            let (mut one, mut other) = (base.clone(), base.clone());
            one[issue] = draw.below(agenda.size(issue)) as u32;
            other[issue] = draw.below(agenda.size(issue)) as u32;
            compare(one, other);
        }
        for _ in 0..if issues > 1 { 50 } else { 0 } {
            let issue = draw.below(issues);
            let next = (issue + 1 + draw.below(issues - 1)) % issues;
            let (mut one, mut other) = (base.clone(), base.clone());
            for changed in [issue, next] {
                one[changed] = draw.below(agenda.size(changed)) as u32;
                other[changed] = draw.below(agenda.size(changed)) as u32;
            }
            compare(one, other);
        }
    }
    pool
}
