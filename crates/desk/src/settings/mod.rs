//! How a desk is set up, and how much it takes at a time. Everything else of the desk stands above this.

mod limits;
pub mod rates;

pub use limits::Limits;

use jiff::civil::Date;

/// How the desk is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where readers find the desk, such as `https://talks.example.org`. Where it is not given, it is what the request
    /// says.
    pub origin: Option<String>,
    /// Whether readers come over https: cookies are kept from going any other way then.
    pub secure_cookies: bool,
    /// Whether a proxy stands before the desk and says where requests come from in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Before the paths of invitations: where a demonstration has a place for whoever is invited. Empty for every desk of
    /// its own.
    pub invited_under: String,
    /// The day it always is, for a demonstration.
    pub fixed_day: Option<Date>,
    /// How much is taken at a time.
    pub limits: Limits,
}
