//! Strategies of the literature.

mod micro;
mod time_dependent;
mod tough;
mod zero_intelligence;

use crate::{Spec, Strategy};
pub use micro::Micro;
pub use time_dependent::{Curve, TimeDependent};
pub use tough::Tough;
pub use zero_intelligence::ZeroIntelligence;

/// A strategy in the register.
pub struct Entry {
    /// The name it is called by.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// Where it departs from its source, if it does.
    pub departure: Option<&'static str>,
    /// The protocols it is made for, by their names.
    pub protocols: &'static [&'static str],
    /// What can be set.
    pub parameters: &'static [Parameter],
    pub(crate) make: fn(&Spec) -> Box<dyn Strategy>,
}

/// A number that can be set.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Its value unless somebody says otherwise.
    pub default: f64,
    /// The least value.
    pub least: f64,
    /// The greatest value.
    pub most: f64,
}

impl Parameter {
    /// Whether the number is in the range.
    pub fn allows(&self, number: f64) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

const OFFERS: &[&str] = &["alternating", "overlap", "single-text"];

const FARATIN: &str = "Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24, section 4.1";

const SPEED: Parameter = Parameter {
    name: "e",
    meaning: "how early it concedes: the share conceded by time t is t^(1/e); below 1 late, above 1 early",
    default: 1.0,
    least: 0.001,
    most: 1000.0,
};

const START: Parameter = Parameter {
    name: "k",
    meaning: "the share conceded at the beginning",
    default: 0.0,
    least: 0.0,
    most: 1.0,
};

/// Every strategy that can be called by name.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "boulware",
        summary: "concedes late: time-dependent with e below 1",
        source: FARATIN,
        departure: None,
        protocols: OFFERS,
        parameters: &[Parameter { default: 0.2, most: 1.0, ..SPEED }],
        make: |spec| Box::new(TimeDependent::polynomial(spec.of("e"), 0.0)),
    },
    Entry {
        name: "linear",
        summary: "concedes evenly over time",
        source: FARATIN,
        departure: None,
        protocols: OFFERS,
        parameters: &[],
        make: |_| Box::new(TimeDependent::polynomial(1.0, 0.0)),
    },
    Entry {
        name: "conceder",
        summary: "concedes early: time-dependent with e above 1",
        source: FARATIN,
        departure: None,
        protocols: OFFERS,
        parameters: &[Parameter { default: 2.0, least: 1.0, ..SPEED }],
        make: |spec| Box::new(TimeDependent::polynomial(spec.of("e"), 0.0)),
    },
    Entry {
        name: "time-dependent",
        summary: "concedes from its best package towards its walk-away value as time passes",
        source: FARATIN,
        departure: None,
        protocols: OFFERS,
        parameters: &[SPEED, START],
        make: |spec| Box::new(TimeDependent::polynomial(spec.of("e"), spec.of("k"))),
    },
    Entry {
        name: "time-dependent-exponential",
        summary: "the same with the exponential curve: the share conceded by time t is k^((1-t)^e)",
        source: FARATIN,
        departure: None,
        protocols: OFFERS,
        parameters: &[
            Parameter { meaning: "how late it concedes: the greater, the earlier", ..SPEED },
            Parameter { default: 0.01, least: 1e-9, ..START },
        ],
        make: |spec| Box::new(TimeDependent::exponential(spec.of("e"), spec.of("k"))),
    },
    Entry {
        name: "micro",
        summary: "offers its packages one by one, and one more whenever the other side offered something new",
        source: "de Jonge 2022, \"An Analysis of the Linear Bilateral ANAC Domains Using the MiCRO Benchmark \
                 Strategy\", IJCAI 2022, section 3",
        departure: Some(
            "with more than two parties it waits for the one that offered the fewest different packages; where \
             packages are too many to be sorted it goes down in steps of 1/500 of its scale",
        ),
        protocols: OFFERS,
        parameters: &[],
        make: |_| Box::new(Micro::default()),
    },
    Entry {
        name: "random",
        summary: "offers any package no worse than its walk-away value, and takes what is worth what it drew",
        source: "Gode & Sunder 1993, \"Allocative Efficiency of Markets with Zero-Intelligence Traders\", \
                 Journal of Political Economy 101: the constrained trader",
        departure: Some("packages in place of prices"),
        protocols: OFFERS,
        parameters: &[],
        make: |_| Box::new(ZeroIntelligence::default()),
    },
    Entry {
        name: "tough",
        summary: "offers its best package and takes nothing less",
        source: "the limit of the time-dependent family at e = 0; the Hardliner of Genius",
        departure: None,
        protocols: OFFERS,
        parameters: &[],
        make: |_| Box::new(Tough),
    },
];
