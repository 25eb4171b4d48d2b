//! Strategies of the literature.

mod agent_k;
mod atlas3;
mod caduceus;
mod hard_headed;
mod micro;
mod nice_tit_for_tat;
mod others;
mod ponpoko;
mod register;
mod respondents;
mod time_dependent;
mod tit_for_tat;
mod tough;
mod voters;
mod zero_intelligence;

pub use agent_k::AgentK;
pub use atlas3::Atlas3;
pub use caduceus::Caduceus;
pub use hard_headed::HardHeaded;
pub use micro::Micro;
pub use nice_tit_for_tat::NiceTitForTat;
pub use ponpoko::PonPoko;
pub use register::{ENTRIES, Entry, Parameter};
pub use respondents::{Candid, Overstating};
pub use time_dependent::{Curve, TimeDependent};
pub use tit_for_tat::{Imitation, TitForTat};
pub use tough::Tough;
pub use voters::{Annealer, HillClimber};
pub use zero_intelligence::ZeroIntelligence;
