//! What a party is asked in mediations: for the party alone.

use super::table::Route;
use super::{admitted, json};
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http_error::HttpError;
use axum::extract::State as Extract;
use axum::response::Response;
use mediant_insight::interview::{Deposited, InterviewProgress, Questioning};
use mediant_model::case::Reader;
use mediant_model::{IssueId, OptionId};
use mediant_record::mediation::{Ask, Exchange, MediationId};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a party is asked, and what it answered, by mediation.
#[derive(Serialize, JsonSchema)]
pub(super) struct QuestionsAnswer {
    mediations: BTreeMap<MediationId, QuestionsOf>,
}

/// The same of one mediation.
#[derive(Serialize, JsonSchema)]
struct QuestionsOf {
    /// What is asked now; nothing where the mediation asks nothing of the party.
    asked: Option<Ask>,
    /// Why nothing can be asked, where that is so.
    unclear: Vec<String>,
    /// Answers of the party's own that cannot all be true, by their places among what it told, from 0.
    contradiction: Vec<usize>,
    /// Options that what the party may know excludes, by issue: no question names them, and an order leaves them out.
    excluded: BTreeMap<IssueId, BTreeSet<OptionId>>,
    /// Ranking forms that leave the party nothing to put in order: to be said along with its next answer, as `settled` of
    /// `answer_mediation` or as `cannot_say` in `confirm_rankings`.
    settled: Vec<Ask>,
    /// What the party's brief says to the ranking forms that it has not answered: to be confirmed with `confirm_rankings`.
    deposited: Vec<Deposited>,
    /// What the party answered, each question once.
    told: Vec<Exchange>,
}

pub(super) async fn questions(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    let Reader::Party(party) = &reader else { return Err(HttpError::not_found()) };
    let mut standing = app.interviews.of(&app.desk, party).await;
    let told = app.desk.read(&reader, |state| {
        let all = state.mediations.iter().filter(|(_, mediation)| mediation.parties.contains(party));
        let told = |id: &MediationId| state.told_in(id).iter().map(|told| told.exchange.clone()).collect();
        all.map(|(id, _)| (id.clone(), told(id))).collect::<Vec<(MediationId, Vec<Exchange>)>>()
    });
    let of = |(id, told): (MediationId, Vec<Exchange>)| {
        let (questioning, contradiction, excluded, settled, deposited) = match standing.remove(&id) {
            Some(InterviewProgress { questioning, contradiction, excluded, settled, deposited }) => {
                (Some(questioning), contradiction, excluded, settled, deposited)
            }
            None => (None, Vec::new(), BTreeMap::new(), Vec::new(), Vec::new()),
        };
        let (asked, unclear) = match questioning {
            Some(Questioning::Asked(ask)) => (Some(ask), Vec::new()),
            Some(Questioning::Unclear(why)) => (None, why),
            Some(Questioning::Enough | Questioning::NothingLeft) | None => (None, Vec::new()),
        };
        (id, QuestionsOf { asked, unclear, contradiction, excluded, settled, deposited, told })
    };
    let answer = QuestionsAnswer { mediations: told.unwrap_or_default().into_iter().map(of).collect() };
    json(&serde_json::to_value(&answer).map_err(|_| HttpError::internal())?)
}
