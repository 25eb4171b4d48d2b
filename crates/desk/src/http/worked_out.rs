//! Answers that the engine works out, each from what its reader may see.

use super::table::Route;
use super::{admitted, json, made};
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::security::Peer;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use mediant_insight::{self as insight, Inference, Insight, InsightError};
use mediant_model::case::Reader;
use mediant_model::{IssueId, OptionId, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

async fn insight(app: &AppState, reader: &Reader) -> Result<Arc<Insight>, HttpError> {
    app.insights.of(&app.desk, reader).await.map_err(unclear_now)
}

fn unclear_now(why: InsightError) -> HttpError {
    match why {
        InsightError::UnknownReader
        | InsightError::TooEarly
        | InsightError::Underway
        | InsightError::Unclear(_) => HttpError::new(ProblemKind::NotNow, why.to_string()),
    }
}

pub(super) async fn analysis(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
) -> Result<Response, HttpError> {
    let insight = insight(&app, &visitor.reader()).await?;
    // How long it took may depend on what the reader may not know.
    let write = move |_: &AppState| {
        mediant_render::json::render(&insight.posed, &insight.found(), None)
            .map_err(|_| HttpError::internal())
    };
    let text = made(&app, &visitor, &peer, write).await?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

pub(super) async fn outlook(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let reader = admitted(&visitor, route)?;
    let insight = app.insights.with_outlook(&app.desk, &reader).await.map_err(unclear_now)?;
    let write = move |_: &AppState| {
        let outlook = insight.outlook();
        let outlook = outlook
            .ok_or_else(|| HttpError::new(ProblemKind::NotNow, "what is dated does not fit together"))?;
        mediant_render::json::render_outlook(&insight.posed, outlook).map_err(|_| HttpError::internal())
    };
    let text = made(&app, &visitor, &peer, write).await?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

pub(super) async fn picture(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    let draw = move |_: &AppState| insight.picture().map(str::to_owned).ok_or_else(HttpError::not_found);
    let drawn = made(&app, &visitor, &peer, draw).await?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], drawn).into_response())
}

pub(super) async fn certificate(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    made(&app, &visitor, &peer, move |_| {
        let text = insight.certificate().unwrap_or_else(|| "null".to_owned());
        Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
    })
    .await
}

/// A package, and to whom it would be told.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    /// One option for every issue.
    options: BTreeMap<IssueId, OptionId>,
    /// To whom it would be told; everybody at the table where not given.
    #[serde(default)]
    recipient: Option<PartyId>,
}

/// What a package means.
#[derive(Serialize, JsonSchema)]
pub(super) struct Meaning {
    parties: Vec<MeaningTo>,
    /// The facts that it breaks.
    breaks: Vec<String>,
    /// Whether it makes a deal under the rule of agreement; nothing where that is not known.
    deal: Option<bool>,
}

/// What it means to a party.
#[derive(Serialize, JsonSchema)]
struct MeaningTo {
    party: PartyId,
    /// On the scale of its brief.
    utility: Option<f64>,
    /// Above its walk-away value.
    gain: Option<f64>,
    accepts: Option<bool>,
}

/// What the recipient of a package could infer.
#[derive(Serialize, JsonSchema)]
pub(super) struct Inferences {
    inferences: Vec<Inference>,
}

fn written(answer: &impl Serialize) -> Result<Response, HttpError> {
    json(&serde_json::to_value(answer).map_err(|_| HttpError::internal())?)
}

fn named(body: &[u8]) -> Result<Named, HttpError> {
    serde_json::from_slice(body).map_err(|error| HttpError::new(ProblemKind::Malformed, error.to_string()))
}

/// Why nothing can be said of these options.
fn unclear(insight: &Insight, options: &BTreeMap<IssueId, OptionId>) -> HttpError {
    let left_out = options
        .iter()
        .find(|(issue, option)| insight.left_out.contains(&((*issue).clone(), (*option).clone())));
    match left_out {
        Some((issue, option)) => {
            let cause = format!(
                "`{option}` is left out of the analysis: a party that gave a brief does not know of it"
            );
            HttpError::new(ProblemKind::Invalid, cause)
                .at(format!("options.{issue}"))
                .help("bring it onto the table first")
        }
        None => HttpError::new(ProblemKind::Invalid, "this is not one option for every issue").at("options"),
    }
}

pub(super) async fn meaning(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    body: Bytes,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    let named = named(&body)?;
    made(&app, &visitor, &peer, move |_| meaning_of(&insight, &named)).await
}

fn meaning_of(insight: &Insight, named: &Named) -> Result<Response, HttpError> {
    let judged = insight.judge(&named.options).ok_or_else(|| unclear(insight, &named.options))?;
    let problem = &insight.posed.problem;
    let parties =
        problem.parties.iter().zip(&judged.parties).enumerate().map(|(index, (party, share))| MeaningTo {
            party: party.id.clone(),
            utility: share.utility.map(|units| problem.shown(index, units)),
            gain: share.gain.map(|units| problem.shown(index, units)),
            accepts: share.accepts,
        });
    written(&Meaning {
        parties: parties.collect(),
        breaks: problem.fact_names(judged.broken.iter().copied()),
        deal: judged.passes,
    })
}

pub(super) async fn inference(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    body: Bytes,
    route: &'static Route,
) -> Result<Response, HttpError> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    let named = named(&body)?;
    made(&app, &visitor, &peer, move |_| {
        let found = insight::inference(&insight, &named.options, named.recipient.as_ref());
        let found = found.ok_or_else(|| unclear(&insight, &named.options))?;
        written(&Inferences { inferences: found })
    })
    .await
}
