//! Answers that the engine works out, each from what its reader may see.

use super::table::Route;
use super::{admitted, json};
use crate::accounts::Visitor;
use crate::insight::{self, Insight, NoInsight};
use crate::problem::{Problem, Sort};
use crate::server::AppState;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use mediant_model::case::Reader;
use mediant_model::{IssueId, OptionId, PartyId};
use serde::Deserialize;
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use std::sync::Arc;

async fn insight(app: &AppState, reader: &Reader) -> Result<Arc<Insight>, Problem> {
    app.insights.of(&app.desk, reader).await.map_err(|why| match why {
        NoInsight::UnknownReader | NoInsight::TooEarly | NoInsight::Unclear(_) => {
            Problem::new(Sort::NotNow, why.to_string())
        }
    })
}

pub(super) async fn analysis(Extract(app): Extract<AppState>, visitor: Visitor) -> Result<Response, Problem> {
    let insight = insight(&app, &visitor.reader()).await?;
    // How long it took may depend on what the reader may not know.
    let text = mediant_render::json::render(&insight.posed, &insight.found(), None);
    Ok(([(CONTENT_TYPE, "application/json")], text.map_err(|_| Problem::internal())?).into_response())
}

pub(super) async fn outlook(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    route: &'static Route,
) -> Result<Response, Problem> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    let work = move || {
        let outlook = insight.outlook()?;
        mediant_render::json::render_outlook(&insight.posed, outlook).ok()
    };
    let text = tokio::task::spawn_blocking(work).await.map_err(|_| Problem::internal())?;
    let text = text.ok_or_else(|| Problem::new(Sort::NotNow, "what is dated does not fit together"))?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

pub(super) async fn picture(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    route: &'static Route,
) -> Result<Response, Problem> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    let drawn = insight.picture().map(str::to_owned).ok_or_else(Problem::not_found)?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], drawn).into_response())
}

pub(super) async fn certificate(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    route: &'static Route,
) -> Result<Response, Problem> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    json(&serde_json::to_value(&insight.analysis.certificate).map_err(|_| Problem::internal())?)
}

/// A package, and to whom it would be told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    options: BTreeMap<IssueId, OptionId>,
    #[serde(default)]
    recipient: Option<PartyId>,
}

fn named(body: &[u8]) -> Result<Named, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::new(Sort::Malformed, error.to_string()))
}

fn incomplete() -> Problem {
    Problem::new(Sort::Invalid, "this is not one option for every issue").at("options")
}

pub(super) async fn meaning(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    body: Bytes,
    route: &'static Route,
) -> Result<Response, Problem> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    let judged = insight.judge(&named(&body)?.options).ok_or_else(incomplete)?;
    let problem = &insight.posed.problem;
    let parties: Vec<Value> = problem
        .parties
        .iter()
        .zip(&judged.parties)
        .map(|(party, share)| {
            value!({
                "party": party.id.as_str(),
                "utility": share.utility.map(|units| problem.shown(units)),
                "gain": share.gain.map(|units| problem.shown(units)),
                "accepts": share.accepts,
            })
        })
        .collect();
    json(&value!({
        "parties": parties,
        "breaks": problem.fact_names(judged.broken.iter().copied()),
        "deal": judged.passes,
    }))
}

pub(super) async fn inference(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    body: Bytes,
    route: &'static Route,
) -> Result<Response, Problem> {
    let insight = insight(&app, &admitted(&visitor, route)?).await?;
    let named = named(&body)?;
    let found =
        insight::inference(&insight, &named.options, named.recipient.as_ref()).ok_or_else(incomplete)?;
    json(&value!({ "inferences": serde_json::to_value(found).map_err(|_| Problem::internal())? }))
}
