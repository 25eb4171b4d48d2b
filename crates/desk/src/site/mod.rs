//! The pages on the network: routes, forms that are sent, signing in and out.
//!
//! What a page is made of is gathered here, and [`mediant_pages`] makes it.

mod asked;
mod certain;
mod entrance;
mod inviting;
mod keeping;
mod kept;
mod live;
mod passkey;
mod record_facts;
mod reported;
mod router;

use mediant_words::Language;

/// In which language the desk speaks: one for all, as long as nobody can choose.
pub(crate) const LANGUAGE: Language = Language::English;

pub(crate) use router::files;
pub use router::{problem_page, router};
