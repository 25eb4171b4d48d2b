//! Domains of two parties whose utilities add up issue by issue.

use mediant_formats::InputFile;
use mediant_mediate::{Agenda, Parties};
use mediant_model::problem::{Options, Problem, Utility};
use mediant_sim::Scenario;
use std::path::{Path, PathBuf};

/// A domain, with the largest product of gains by enumeration.
pub struct Domain {
    pub name: String,
    pub agenda: Agenda,
    pub problem: Problem,
    pub scenario: Scenario,
    pub optimum: i128,
    pub best: Vec<u32>,
    pub size: u64,
}

impl Domain {
    /// A problem as a domain; `None` unless it is of two parties, additive, and small enough to enumerate.
    pub fn new(name: &str, problem: Problem, briefs: &[mediant_model::Brief]) -> Option<Self> {
        let additive =
            problem.parties.iter().all(|party| party.utility.as_ref().is_some_and(Utility::is_additive));
        if problem.parties.len() != 2
            || !additive
            || problem.issues.iter().any(|issue| issue.options.len() > 20)
        {
            return None;
        }
        let agenda = Agenda::from_problem(&problem).ok()?;
        let size = agenda.packages().filter(|size| (60..=400_000).contains(size))?;
        let scenario = Scenario::new(problem.clone(), briefs).ok()?;
        let mut domain =
            Self { name: name.to_owned(), agenda, problem, scenario, optimum: 0, best: Vec::new(), size };
        domain.settle();
        Some(domain)
    }

    /// Finds the best package anew.
    pub fn settle(&mut self) {
        self.optimum = 0;
        let sizes: Vec<u32> = (0..self.agenda.issues()).map(|issue| self.agenda.size(issue) as u32).collect();
        let mut package = vec![0; sizes.len()];
        loop {
            let product = self.product(&package);
            if product > self.optimum {
                (self.optimum, self.best) = (product, package.clone());
            }
            let Some(issue) = (0..sizes.len()).rfind(|issue| package[*issue] + 1 < sizes[*issue]) else {
                return;
            };
            package[issue] += 1;
            package[issue + 1..].fill(0);
        }
    }

    /// Both, each of whom must accept; red lines aside.
    pub fn parties(&self) -> Parties {
        Parties::unanimous(vec![vec![]; 2]).unwrap_or_else(|_| unreachable!("they are two"))
    }

    pub fn utility(&self, party: usize) -> Utility {
        self.problem.parties[party].utility.clone().unwrap_or_else(|| unreachable!("checked when read"))
    }

    pub fn walk_away(&self, party: usize) -> i64 {
        self.problem.reservation(party).unwrap_or_else(|| unreachable!("checked when read"))
    }

    pub fn gain(&self, party: usize, package: &[u32]) -> i64 {
        self.problem.utility(party, package).unwrap_or_else(|| unreachable!("checked when read"))
            - self.walk_away(party)
    }

    /// The product of gains, losses counting nothing.
    pub fn product(&self, package: &[u32]) -> i128 {
        (0..2).map(|party| i128::from(self.gain(party, package).max(0))).product()
    }

    pub fn ratio(&self, package: &[u32]) -> f64 {
        self.product(package) as f64 / self.optimum as f64
    }

    pub fn accepts(&self, party: usize, package: &[u32]) -> bool {
        self.gain(party, package) >= 0
    }
}

/// Every domain of a folder and the folders within, in the order of their paths.
pub fn read_all(root: &Path) -> Vec<Domain> {
    let mut domains: Vec<Domain> = read(root).into_iter().collect();
    let entries = std::fs::read_dir(root).into_iter().flatten();
    let mut folders: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().for_each(|folder| domains.extend(read_all(folder)));
    domains
}

fn read(folder: &Path) -> Option<Domain> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "xml" || ending == "json"));
    let file = |path: &PathBuf| Some(InputFile::new(path.display().to_string(), std::fs::read(path).ok()?));
    let files: Vec<InputFile> = paths.iter().filter_map(file).collect();
    if files.is_empty() {
        return None;
    }
    let (negotiation, _) = mediant_formats::read(&files).ok()?;
    let problem = Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default()).ok()?;
    Domain::new(&folder.file_name()?.to_string_lossy(), problem, &negotiation.briefs)
        .filter(|domain| domain.size >= 112)
}
