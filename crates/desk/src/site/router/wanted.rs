//! What somebody asks to see, and what it is made from.

use super::{minute, viewer};
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http_error::HttpError;
use crate::insight;
use crate::reports::readings;
use crate::site::{LANGUAGE, keeping, record_facts};
use axum::http::Uri;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use mediant_insight::interview::InterviewProgress;
use mediant_insight::reports::ReportRead;
use mediant_insight::{Insight, InsightError};
use mediant_model::PartyId;
use mediant_model::case::Reader;
use mediant_pages::again::{Again, with_draft};
use mediant_pages::agreed_words::AgreedWords;
use mediant_pages::brief_form;
use mediant_pages::draft::FormDraft;
use mediant_pages::pages::record::Facts;
use mediant_pages::pages::{brief, timeline};
use mediant_pages::paths::{self, Sources};
use mediant_pages::shell::{self};
use mediant_pages::view::{View, Viewer};
use mediant_record::State as Known;
use mediant_record::event::Placed;
use mediant_record::mediation::MediationId;
use mediant_record::report::ReportId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A page that is asked for.
pub(super) struct Wanted {
    app: AppState,
    visitor: Visitor,
    viewer: Viewer,
    /// Whose knowledge it is made from.
    reader: Reader,
    /// Whether that is somebody else's than the visitor's.
    pub(super) preview: bool,
    /// The path with its query, as it was asked for.
    asked: String,
    /// The path on the reader's own desk.
    path: String,
    query: Vec<(String, String)>,
    /// A form that comes back with it.
    pub(super) again: Option<Again>,
}

impl Wanted {
    /// `None` for a preview that the visitor may not look at.
    pub(super) fn new(app: &AppState, visitor: &Visitor, uri: &Uri) -> Option<Self> {
        let asked = uri.path_and_query().map_or("/", |whole| whole.as_str()).to_owned();
        let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let mut wanted = Self {
            app: app.clone(),
            visitor: visitor.clone(),
            viewer: viewer(visitor, &app.desk),
            reader: visitor.reader(),
            preview: false,
            asked,
            path: uri.path().to_owned(),
            query,
            again: None,
        };
        if let Some(rest) = uri.path().strip_prefix("/preview/") {
            if visitor.reader() != Reader::Mediator {
                return None;
            }
            let (whose, rest) = rest.split_once('/').unwrap_or((rest, ""));
            wanted.reader = match whose.strip_prefix("of-") {
                Some(party) => Reader::Party(PartyId::new(paths::steps(party)?.pop()?)),
                None if whose == "public" => Reader::Public,
                None => return None,
            };
            wanted.preview = true;
            wanted.path = format!("/{rest}");
        }
        Some(wanted)
    }

    /// The page, picture or file; `None` where the reader has none there. Made away from the tasks that answer, in a turn
    /// of `whose`, so that nobody waits for somebody else's long page.
    pub(super) async fn answer(self, whose: &str) -> Result<Option<Response>, HttpError> {
        let desk = &self.app.desk;
        // What a party would see is put together anew: its own state holds what the mediator may not read.
        let previewed = match (&self.reader, self.preview) {
            (Reader::Party(party), true) => {
                let (desk, party) = (desk.clone(), party.clone());
                match self.app.making.run(whose, move || desk.preview(&party)).await?.flatten() {
                    Some(state) => Some(state),
                    None => return Ok(None),
                }
            }
            _ => None,
        };
        let (insights, ahead) = (&self.app.insights, self.looks_ahead());
        let found = {
            let (insights, desk) = (insights.clone(), desk.clone());
            let (reader, state) =
                (self.reader.clone(), previewed.as_ref().filter(|_| self.needs_insight()).cloned());
            async move {
                match state {
                    Some(state) => insights.of_preview(&desk, state, ahead).await,
                    None if ahead => insights.with_outlook(&desk, &reader).await,
                    None => insights.of(&desk, &reader).await,
                }
            }
        };
        let insight = match self.needs_insight() {
            false => Err(InsightError::TooEarly),
            // A picture is the picture or nothing.
            true if self.is_file() => found.await,
            true => insight::soon(self.app.settings.limits.page_waits, found).await,
        };
        let (facts, asked) = (self.facts().await, self.asked().await);
        let (report, drafts) = (self.report().await, self.drafts().await);
        let making = self.app.making.clone();
        let made = making.run(whose, move || {
            let file = self.file(insight.as_ref().ok()).filter(|_| self.again.is_none());
            file.or_else(|| self.page(previewed.as_ref(), &insight, &facts, &asked, report.as_ref(), &drafts))
        });
        made.await?.ok_or_else(HttpError::internal)
    }

    fn page(
        &self,
        previewed: Option<&Known>,
        insight: &Result<Arc<Insight>, InsightError>,
        facts: &Facts,
        asked: &BTreeMap<MediationId, InterviewProgress>,
        report: Option<&ReportRead>,
        drafts: &[FormDraft],
    ) -> Option<Response> {
        let desk = &self.app.desk;
        let lines = self.lines(previewed.is_some());
        let sources = Sources { insight: insight.as_deref(), lines: &lines, asked, facts, report, drafts };
        let render = |state: &Known| {
            let view = View::new(state, &self.viewer, minute(&self.app), desk.world().today(), &self.asked);
            let mut view = if self.preview { view.as_preview() } else { view };
            view.underway = matches!(insight, Err(InsightError::Underway));
            let page = paths::page(&view, &sources, &self.path, &self.query)?;
            let document = shell::document(&view, &page).into_string();
            Some(match &self.again {
                Some(again) => again.put_into(&view, &document),
                // A brief's page is made from its draft.
                None => drafts.iter().fold(document, |page, draft| {
                    if self.is_of_brief() { page } else { with_draft(&view, page, draft) }
                }),
            })
        };
        let rendered = match previewed {
            Some(state) => render(state),
            // Whose party is not on record has pages all the same: they say so.
            None => desk.read(&self.reader, render).unwrap_or_else(|| render(&Known::new(&self.reader))),
        };
        rendered.map(|page| Html(page).into_response())
    }

    /// Whether the page says something that the engine found out.
    fn needs_insight(&self) -> bool {
        let first = self.path.trim_matches('/').split('/').next().unwrap_or_default();
        matches!(first, "" | "issue" | "deal" | "outlook" | "brief" | "packages")
    }

    /// Whether it is one of the files that pages refer to.
    fn is_file(&self) -> bool {
        matches!(self.path.as_str(), "/deal/picture.svg" | "/deal/certificate.json" | "/outlook/picture.svg")
    }

    /// Whether the page looks at the days to come.
    fn looks_ahead(&self) -> bool {
        self.reader != Reader::Public && self.path.trim_matches('/').split('/').next() == Some("outlook")
    }

    /// Pictures and the proof, which pages refer to.
    fn file(&self, insight: Option<&Arc<Insight>>) -> Option<Response> {
        let (kind, content) = match self.path.as_str() {
            "/deal/picture.svg" if self.reader == Reader::Mediator => {
                ("image/svg+xml", insight?.picture()?.to_owned())
            }
            "/outlook/picture.svg" if self.reader != Reader::Public => {
                ("image/svg+xml", insight?.outlook_picture()?)
            }
            "/deal/certificate.json" if self.reader == Reader::Mediator => {
                ("application/json", insight?.certificate()?)
            }
            "/agreement/agreement.txt" if !self.preview => {
                ("text/plain; charset=utf-8", self.agreed()?.text(LANGUAGE))
            }
            "/agreement/agreement.json" if !self.preview => ("application/json", self.agreed()?.json()?),
            "/record/export.json" if self.visitor.0.is_some() && !self.preview => {
                ("application/json", crate::export::json(&self.app.desk, &self.reader).ok()?)
            }
            "/record/case.toml" if self.visitor.0.is_some() && !self.preview => {
                let today = self.app.desk.world().today();
                (
                    "application/toml",
                    self.app.desk.read(&self.reader, |state| crate::export::case_file(state, today))?,
                )
            }
            "/record/brief.toml" if !self.preview => {
                let own = self.visitor.0.as_ref()?.role.party()?.clone();
                let text =
                    |state: &Known| Some(brief::current(state.briefs.get(&own)?)?.text.read().to_owned());
                ("application/toml", self.app.desk.read(&self.reader, text)??)
            }
            _ => return None,
        };
        Some(([(CONTENT_TYPE, kind)], content).into_response())
    }

    /// The agreement, as far as the reader may have it.
    fn agreed(&self) -> Option<AgreedWords> {
        self.app.desk.read(&self.reader, |state| AgreedWords::of(state, LANGUAGE))?
    }

    /// The stretch of the timeline that is asked for.
    fn lines(&self, previewed: bool) -> Vec<(u64, Placed)> {
        if self.path.trim_end_matches('/') != "/timeline" {
            return Vec::new();
        }
        let before = paths::number(&self.query, "before");
        let limit = usize::try_from(timeline::SHOWN).unwrap_or(usize::MAX);
        if previewed {
            return record_facts::previewed_lines(&self.app.desk, &self.reader, before, limit);
        }
        let lines = self.app.desk.timeline(&self.reader, before, limit);
        lines.into_iter().map(|line| (line.index, (*line.placed).clone())).collect()
    }

    /// Where the reader's own party stands in mediations: for itself alone, never for who looks at a preview.
    async fn asked(&self) -> BTreeMap<MediationId, InterviewProgress> {
        match &self.reader {
            Reader::Party(party) if !self.preview && self.path.trim_end_matches('/') == "/mediation" => {
                self.app.interviews.of(&self.app.desk, party).await
            }
            _ => BTreeMap::new(),
        }
    }

    /// What the reader finds in the report whose page it is: for the mediator and the team alone.
    async fn report(&self) -> Option<ReportRead> {
        let steps = paths::steps(&self.path)?;
        let [first, id] = steps.as_slice() else { return None };
        if self.reader != Reader::Mediator || first != "reports" {
            return None;
        }
        let (app, id) = (self.app.clone(), ReportId::new(id.as_str()));
        let patience = self.app.settings.limits.page_waits;
        readings::soon(patience, async move { app.readings.of(&app.desk, &id).await }).await
    }

    /// What the visitor has begun and not sent in a form of this page. It is the author's alone: no preview shows it.
    async fn drafts(&self) -> Vec<FormDraft> {
        let first = self.path.trim_matches('/').split('/').next().unwrap_or_default();
        let Some(session) = self.visitor.0.as_ref().filter(|_| !self.preview) else { return Vec::new() };
        if !matches!(first, "brief" | "text" | "rounds" | "mediation") {
            return Vec::new();
        }
        let mut drafts = self.app.desk.form_drafts(&session.account).await.unwrap_or_else(|error| {
            tracing::error!("the drafts of an account could not be read: {error}");
            Vec::new()
        });
        // A form that comes back says what was sent, whatever is kept.
        if let Some(again) = self.again.as_ref().filter(|again| again.kind == brief_form::KIND)
            && let Some(name) = &again.sent.draft
        {
            let fields = keeping::typed(&again.sent);
            let stands = drafts.iter().find(|draft| draft.name == *name).map(FormDraft::version);
            drafts.retain(|draft| draft.name != *name);
            drafts.push(FormDraft {
                account: session.account.clone(),
                name: name.clone(),
                at: minute(&self.app),
                fields,
                over: Some(stands.unwrap_or_default()),
            });
        }
        drafts
    }

    fn is_of_brief(&self) -> bool {
        self.path.trim_matches('/').split('/').next() == Some("brief")
    }

    async fn facts(&self) -> Facts {
        match &self.visitor.0 {
            Some(session)
                if matches!(self.path.trim_end_matches('/'), "/record" | "/accounts") && !self.preview =>
            {
                let verify = paths::value(&self.query, "verify").is_some();
                record_facts::facts(&self.app, session, verify).await
            }
            _ => Facts::default(),
        }
    }
}
