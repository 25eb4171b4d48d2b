//! The strategies that can be called by name.

use super::{
    AgentK, Annealer, Atlas3, Caduceus, Candid, HardHeaded, HillClimber, Imitation, Micro, NiceTitForTat,
    Overstating, PonPoko, TimeDependent, TitForTat, Tough, ZeroIntelligence,
};
use crate::{Spec, Strategy};

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
    /// The name by which it is set.
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

const ALTERNATING: &[&str] = &["alternating", "single-text"];

/// Answers a mediator's questions.
const ANSWERS: &[&str] = &["shuttle"];
/// Votes on a single text.
const VOTES: &[&str] = &["single-text"];

const KLEIN: &str = "Klein, Faratin, Sayama & Bar-Yam 2003, \"Negotiating Complex Contracts\", Group Decision and Negotiation 12";

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

const IMITATION: &str = "Faratin, Sierra & Jennings 1998, Robotics and Autonomous Systems 24, section 4.3";

const ON_WORTHS: &str = "measured on worths of whole packages in place of the values of single issues; with more than two \
                         parties it answers every offer of the others in turn";

const LAG: Parameter = Parameter {
    name: "lag",
    meaning: "how many of the other side's steps ago: a whole number",
    default: 1.0,
    least: 1.0,
    most: 1000.0,
};

/// Common to league agents whose thresholds are plain numbers.
const RAW_SCALE: &str = "thresholds are on the scale from worst to best package";

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
            Parameter { meaning: "the greater, the earlier it concedes", ..SPEED },
            Parameter { default: 0.01, least: 1e-9, ..START },
        ],
        make: |spec| Box::new(TimeDependent::exponential(spec.of("e"), spec.of("k"))),
    },
    Entry {
        name: "micro",
        summary: "offers its packages one by one, and one more whenever the other side offered something new",
        source: "de Jonge 2022, \"An Analysis of the Linear Bilateral ANAC Domains Using the MiCRO Benchmark \
                 Strategy\", IJCAI 2022",
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
    Entry {
        name: "tit-for-tat-relative",
        summary: "gives in the proportion in which the other side gave",
        source: IMITATION,
        departure: Some(ON_WORTHS),
        protocols: ALTERNATING,
        parameters: &[LAG],
        make: |spec| Box::new(TitForTat::new(Imitation::Relative { lag: spec.of("lag") as usize })),
    },
    Entry {
        name: "tit-for-tat-absolute",
        summary: "gives as much as the other side gave, give or take a little by chance",
        source: IMITATION,
        departure: Some(ON_WORTHS),
        protocols: ALTERNATING,
        parameters: &[
            LAG,
            Parameter {
                name: "m",
                meaning: "the most that chance adds or takes away, as a worth",
                default: 0.0,
                least: 0.0,
                most: 1.0,
            },
        ],
        make: |spec| {
            let (lag, noise) = (spec.of("lag") as usize, spec.of("m"));
            Box::new(TitForTat::new(Imitation::Absolute { lag, noise }))
        },
    },
    Entry {
        name: "tit-for-tat-averaged",
        summary: "gives in the proportion in which the other side gave over its last steps",
        source: IMITATION,
        departure: Some(ON_WORTHS),
        protocols: ALTERNATING,
        parameters: &[Parameter {
            name: "window",
            meaning: "over how many steps: a whole number",
            default: 5.0,
            ..LAG
        }],
        make: |spec| Box::new(TitForTat::new(Imitation::Averaged { window: spec.of("window") as usize })),
    },
    Entry {
        name: "nice-tit-for-tat",
        summary: "answers in kind and aims at the Nash point that its Bayesian model guesses",
        source: "Baarslag, Hindriks & Jonker 2013, \"A Tit for Tat Negotiation Strategy for Real-Time Bilateral \
                 Negotiations\", Studies in Computational Intelligence 435",
        departure: Some(
            "the Nash point is looked for among at most 1,024 packages spread over its list, and the choice for \
             the other side is among 48; with more than two parties the others are taken for one",
        ),
        protocols: ALTERNATING,
        parameters: &[],
        make: |_| Box::new(NiceTitForTat::default()),
    },
    Entry {
        name: "hardheaded",
        summary: "concedes at the very end, and prefers what its frequency model holds dear to the other side",
        source: "van Krimpen, Looije & Hajizadeh 2013, \"HardHeaded\", Studies in Computational Intelligence 435 \
                 (first at ANAC 2011)",
        departure: Some(
            "it looks at 32 packages within 1 % of the next one and offers the best of them, where the original queues four",
        ),
        protocols: ALTERNATING,
        parameters: &[],
        make: |_| Box::new(HardHeaded::default()),
    },
    Entry {
        name: "agent-k",
        summary: "aims by the mean and the width of what it was offered",
        source: "Kawaguchi, Fujita & Ito 2011, \"Compromising Strategy Based on Estimated Maximum Utility for \
                 Automated Negotiation Agents Competition\", IEA/AIE 2011 (first at ANAC 2010)",
        departure: Some(RAW_SCALE),
        protocols: ALTERNATING,
        parameters: &[],
        make: |_| Box::new(AgentK::default()),
    },
    Entry {
        name: "atlas3",
        summary: "falls towards what a game about the last phase is worth, and meets the other side's favourites",
        source: "Mori & Ito 2017, \"Atlas3: A Negotiating Agent Based on Expecting Lower Limit of Concession \
                 Function\", Studies in Computational Intelligence 674 (first at ANAC 2015)",
        departure: Some(
            "it draws its packages evenly where the original searches by relative utility, and in the last rounds \
             puts forward the ten best offers of the others whoever would support them",
        ),
        protocols: ALTERNATING,
        parameters: &[],
        make: |_| Box::new(Atlas3::default()),
    },
    Entry {
        name: "ponpoko",
        summary: "draws its offers from a band over time, one of five by lot",
        source: "Aydoğan, Fujita, Baarslag, Jonker & Ito 2021, \"ANAC 2017: Repeated Multilateral Negotiation \
                 League\", Advances in Automated Negotiations (first at ANAC 2017)",
        departure: Some(RAW_SCALE),
        protocols: OFFERS,
        parameters: &[],
        make: |_| Box::new(PonPoko::default()),
    },
    Entry {
        name: "caduceus",
        summary: "insists for most of the time, then lets a portfolio of experts vote",
        source: "Güneş, Arditi & Aydoğan 2017, \"Collective Voice of Experts in Multilateral Negotiation\", PRIMA \
                 2017 (first at ANAC 2016)",
        departure: Some(
            "its experts are the league agents of this list, with the weights of the original's: atlas3 100, \
             ponpoko 10, agent-k 5, nice-tit-for-tat 3, hardheaded 1",
        ),
        protocols: ALTERNATING,
        parameters: &[],
        make: |_| Box::new(Caduceus::default()),
    },
    Entry {
        name: "candid",
        summary: "answers the mediator's questions truly",
        source: "none; the party that mediation is meant for",
        departure: None,
        protocols: ANSWERS,
        parameters: &[],
        make: |_| Box::new(Candid),
    },
    Entry {
        name: "overstating",
        summary: "answers truly but for its walk-away value, which it claims to be higher",
        source: "Sobel 1981, \"Distortion of utilities and the bargaining problem\"",
        departure: None,
        protocols: ANSWERS,
        parameters: &[Parameter {
            name: "share",
            meaning: "how far it claims to need, from its walk-away value at 0 to its best package at 1",
            default: 0.5,
            least: 0.0,
            most: 1.0,
        }],
        make: |spec| Box::new(Overstating::new(spec.of("share"))),
    },
    Entry {
        name: "hill-climber",
        summary: "votes for what is worth at least as much as the text",
        source: KLEIN,
        departure: None,
        protocols: VOTES,
        parameters: &[],
        make: |_| Box::new(HillClimber),
    },
    Entry {
        name: "annealer",
        summary: "votes for what is worth less as well, the less the later",
        source: KLEIN,
        departure: None,
        protocols: VOTES,
        parameters: &[Parameter {
            name: "temperature",
            meaning: "the loss that it takes at the beginning with probability 1/e, as a worth",
            default: 0.1,
            least: 0.0,
            most: 10.0,
        }],
        make: |spec| Box::new(Annealer::new(spec.of("temperature"))),
    },
];
