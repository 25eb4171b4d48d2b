//! A model that suggests what a report states: optional, asked only when somebody says so, and held against the report.

pub mod endpoint;
pub mod replies;

use crate::arguments::read::Read;
use crate::failure::CliError;
use endpoint::Endpoint;
use mediant_reader::claims::{Proposed, Request};
use mediant_reader::suggest::Reading;
use replies::Replies;

/// A model at its endpoint.
#[derive(Debug)]
pub struct Suggester {
    endpoint: Endpoint,
    model: String,
}

/// What a model proposes for a report.
#[derive(Debug)]
pub struct Claimed<'t> {
    /// The model's name.
    pub model: String,
    /// Its suggestions, and what was refused.
    pub proposed: Proposed<'t>,
}

impl Suggester {
    /// The model that is to be asked, if any: the one named, or the only one that answers at the URL. Sends no report.
    ///
    /// # Errors
    /// The URL may not be asked or does not answer, or it has several models.
    pub fn from_arguments(arguments: &Read) -> Result<Option<Self>, CliError> {
        let Some(url) = &arguments.model else { return Ok(None) };
        let endpoint = Endpoint::from_url(url)?;
        let model = match &arguments.model_name {
            Some(model) => model.clone(),
            None => endpoint.only_model()?,
        };
        replies::check_name(&model)?;
        Ok(Some(Self { endpoint, model }))
    }

    /// Sends one report and nothing else, and keeps the reply with the others as it came.
    ///
    /// # Errors
    /// There is no answer.
    pub fn ask(&self, reading: &Reading<'_>, replies: &mut Replies) -> Result<(), CliError> {
        let request = Request::new(&reading.scene.document.report);
        let reply = self.endpoint.ask(&self.model, &request)?;
        replies.add(&self.model, &reply);
        Ok(())
    }
}

/// Holds the last reply of each model against the report. Asks nobody.
pub fn claimed<'t>(reading: &Reading<'t>, replies: &Replies) -> Vec<Claimed<'t>> {
    let last = replies.last_of_each();
    last.map(|(model, reply)| Claimed {
        model: model.to_owned(),
        proposed: Proposed::from_reply(reading, reply),
    })
    .collect()
}
