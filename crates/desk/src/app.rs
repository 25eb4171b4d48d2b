//! What every handler has at hand.

use crate::accounts::Accounts;
use crate::insight::Insights;
use crate::mediation::Interviews;
use crate::reports::Readings;
use crate::security::Streams;
use crate::service::Desk;
use crate::settings::Settings;
use crate::work::Workshop;
use std::sync::Arc;

/// What every handler has at hand.
#[derive(Clone)]
pub struct AppState {
    /// The service: it decides commands and knows what each reader may read.
    pub desk: Arc<Desk>,
    /// Who may come in.
    pub accounts: Arc<Accounts>,
    /// What follows for each reader from what it may see.
    pub insights: Arc<Insights>,
    /// The talks of mediations, and what each party is asked next.
    pub interviews: Arc<Interviews>,
    /// What the reader found in reports lately.
    pub readings: Arc<Readings>,
    /// Where pages and files are made.
    pub making: Workshop,
    /// The streams that are open.
    pub streams: Arc<Streams>,
    /// How the desk is set up.
    pub settings: Arc<Settings>,
}

impl AppState {
    /// Everything for a desk.
    pub fn new(desk: Arc<Desk>, accounts: Arc<Accounts>, settings: Settings) -> Self {
        let insights = Arc::new(Insights::default());
        let interviews = Arc::new(Interviews::default());
        let readings = Arc::new(Readings::default());
        let making = Workshop::new();
        let streams = Streams::new(&settings.limits);
        let settings = Arc::new(settings);
        Self { desk, accounts, insights, interviews, readings, making, streams, settings }
    }
}
