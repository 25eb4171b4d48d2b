//! Mediations and briefs with everything that their pages can say, each way of saying it once: what no story of the tests comes to.

use super::record::{self, Played, TODAY, full, later, party};
use super::{facts, now, rendered_with, viewer};
use mediant_desk::work::Stop;
use mediant_insight::interview::{Deposited, InterviewProgress, Questioning, RankedBy};
use mediant_insight::{Insight, InsightError};
use mediant_model::case::Reader;
use mediant_model::{Brief, IssueId, OptionId};
use mediant_pages::brief_form::{self, Names};
use mediant_pages::draft::FormDraft;
use mediant_pages::form::Sent;
use mediant_pages::paths::Sources;
use mediant_record::mediation::{
    Ask, LeftOut, MediatedIssue, Mediation, MediationId, MediationOutcome, MediationStage, Options,
};
use mediant_record::{Actor, Role, State};
use mediant_words::Language;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The pages by what they show, each with the record that it is made from.
pub fn pages(language: Language) -> Vec<(String, Played, String)> {
    let mut pages = Vec::new();
    let mut played = full("");
    let page = outcomes(played.states.get_mut(&Reader::Mediator).unwrap(), language);
    pages.push(("what mediations came to".to_owned(), played, page));
    for (what, progress) in questions(&full("")) {
        let mut played = full("");
        let page = asked(played.states.get_mut(&north()).unwrap(), &progress, language);
        pages.push((what.to_owned(), played, page));
    }
    for (what, path, draft) in [
        ("a brief", "/brief", None),
        ("a brief that is looked at", "/brief?step=look", None),
        ("a brief with what is gone", "/brief", Some(gone())),
        ("a brief with packages to choose between", "/brief?step=7", Some(chosen())),
    ] {
        let played = with_a_brief();
        let page = brief(&played, path, draft, Role::Principal(party("north")), language);
        pages.push((what.to_owned(), played, page));
    }
    let played = with_a_brief();
    let page = brief(&played, "/brief/north", None, Role::Mediator, language);
    pages.push(("a brief as the mediator reads it".to_owned(), played, page));
    pages
}

fn north() -> Reader {
    Reader::Party(party("north"))
}

fn shown(
    state: &State,
    asked: &BTreeMap<MediationId, InterviewProgress>,
    drafts: &[FormDraft],
    who: Role,
    path: &str,
    language: Language,
) -> String {
    let insight = Insight::of_state(state, TODAY, true, &Stop::within(std::time::Duration::from_secs(60)));
    let sources = Sources {
        insight: insight.as_ref().map_err(|why: &InsightError| why),
        lines: &[],
        asked,
        facts: &facts(),
        report: None,
        drafts,
    };
    rendered_with(state, &sources, &viewer(who), path, false, language).unwrap()
}

/// A number, of which some values are asked about.
fn number() -> MediatedIssue {
    let of = |values: &[&str]| values.iter().map(|value| OptionId::new(*value)).collect();
    MediatedIssue { issue: "gap".into(), options: of(&["0", "5", "10"]), round: of(&["0", "10"]) }
}

/// The mediator's page, with every outcome that there can be.
fn outcomes(state: &mut State, language: Language) -> String {
    let statements = state.statements.keys().cloned().collect();
    let came_to = |mediation: &&mut Mediation| !mediation.outcomes.is_empty();
    let mediation = state.mediations.values_mut().find(came_to).unwrap();
    let (first, trace) = mediation.outcomes[0].clone();
    let among = BTreeMap::from([(IssueId::new("gap"), number().round)]);
    let mut all = vec![MediationOutcome::NothingFound];
    for proven_if in [None, Some("each counts alike".to_owned())] {
        for among in [BTreeMap::new(), among.clone()] {
            for refusals in [1, 12] {
                let (proven_if, among) = (proven_if.clone(), among.clone());
                all.push(MediationOutcome::NoDeal { refusals, proven_if, among });
            }
        }
    }
    for (accepted_so, share, low, acceptance_so, proven_so, unfit_so) in [
        (false, 950, 810, 20, Some(1_000), false),
        (false, 700, 810, 980, None, false),
        (false, 900, 810, 500, Some(700), true),
        (true, 700, 810, 500, Some(700), false),
    ] {
        let mut outcome = first.clone();
        if let MediationOutcome::Package { accepted, proven, estimated, unfit, among: of, .. } = &mut outcome
        {
            (*accepted, *proven, *unfit) = (accepted_so, proven_so, unfit_so);
            (estimated.share, estimated.share_low, estimated.acceptance) = (share, low, acceptance_so);
            of.clone_from(&among);
        }
        all.push(outcome);
    }
    mediation.outcomes.extend(all.into_iter().map(|outcome| (outcome, trace.clone())));
    let some = MediatedIssue { round: number().options, ..number() };
    mediation.issues.extend([number(), some]);
    let (issues, values) = (vec!["height".into(), "paint".into()], vec!["gap".into()]);
    mediation.left_out = Some(LeftOut { issues, values, statements, combinations: true });
    for mediation in state.mediations.values_mut() {
        if let MediationStage::Cancelled { reason } = &mut mediation.stage {
            *reason = None;
        }
    }
    shown(state, &BTreeMap::new(), &[], Role::Mediator, "/mediation", language)
}

/// Everything that a party can be asked, and that it is asked nothing.
fn questions(played: &Played) -> Vec<(&'static str, InterviewProgress)> {
    let options = |height: &str| -> Options {
        [("height", height), ("who.pays", "both")]
            .map(|(issue, option)| (issue.into(), option.into()))
            .into_iter()
            .collect()
    };
    let of = |questioning: Questioning| InterviewProgress {
        questioning,
        contradiction: Vec::new(),
        excluded: BTreeMap::new(),
        settled: Vec::new(),
        deposited: Vec::new(),
    };
    let (first, second) = (options("high"), options("low"));
    let rank = || Questioning::Asked(Ask::RankOptions("height".into()));
    let low = BTreeSet::from([OptionId::new("low")]);
    let deposited = |issue: &str, order: &[&[&str]], by: RankedBy| Deposited {
        question: Ask::RankOptions(issue.into()),
        order: order.iter().map(|tier| tier.iter().map(|&one| one.to_owned()).collect()).collect(),
        by,
    };
    let told = played.states[&north()].mediations.keys().map(|id| played.states[&north()].told_in(id).len());
    vec![
        ("would it accept", of(Questioning::Asked(Ask::Accept(first.clone())))),
        ("which is better", of(Questioning::Asked(Ask::Compare { first, second }))),
        ("an order of a number", of(Questioning::Asked(Ask::RankOptions("gap".into())))),
        ("an order of issues", of(Questioning::Asked(Ask::RankIssues))),
        ("an order of options", of(rank())),
        (
            "an order with one way left",
            InterviewProgress { excluded: BTreeMap::from([("height".into(), low)]), ..of(rank()) },
        ),
        (
            "orders of a brief",
            InterviewProgress {
                deposited: vec![
                    deposited("height", &[&["low"]], RankedBy::Points),
                    deposited("gap", &[&["0"], &["10"]], RankedBy::Ranking),
                    deposited("gap", &[&["10"], &["0"]], RankedBy::Ranking),
                    deposited("who.pays", &[&["both"], &["north"]], RankedBy::Ranking),
                ],
                ..of(rank())
            },
        ),
        (
            "answers that do not go together",
            InterviewProgress {
                contradiction: (0..told.max().unwrap_or(0)).collect(),
                ..of(Questioning::Enough)
            },
        ),
        ("nothing left", of(Questioning::NothingLeft)),
        ("nothing that fits", of(Questioning::Unclear(vec!["each counts alike".to_owned()]))),
    ]
}

/// A party's page, where every mediation that is open asks it the same.
fn asked(state: &mut State, progress: &InterviewProgress, language: Language) -> String {
    let mut asked = BTreeMap::new();
    for (id, mediation) in &mut state.mediations {
        mediation.issues.push(number());
        asked.insert(id.clone(), progress.clone());
    }
    shown(state, &asked, &[], Role::Principal(party("north")), "/mediation", language)
}

/// What a brief can say, as the fields of its form.
fn brief_fields(names: &Names<'_>) -> Vec<(String, String)> {
    let issue = |id: &str| names.issue_words(&id.into());
    let height = format!("{}: \"{}\"", issue("height"), names.option_words(&"height".into(), &"high".into()));
    let gap = |rest: &str| format!("{}: {rest}", issue("gap"));
    let mut fields: Vec<(String, String)> = vec![
        ("red[0].when".to_owned(), gap("at most 5")),
        ("red[1].when".to_owned(), format!("all of ({height}; {})", gap("any number"))),
        ("required[0].when".to_owned(), height.clone()),
        ("required[0].settled".to_owned(), issue("gap")),
        ("required[1].when".to_owned(), gap("at least 5")),
        ("required[2].settled".to_owned(), issue("height")),
        ("link[0].when".to_owned(), height.clone()),
        ("link[0].then".to_owned(), gap("at least 5")),
        ("bonus[0].when".to_owned(), height),
    ];
    let plain = [
        ("rank.height.high", "1"),
        ("rank.height.low", "2"),
        ("points.height.high", "5"),
        ("points.height.low", "1"),
        ("weight.height", "2"),
        ("never.who%2Epays.north", "on"),
        ("why.who%2Epays", "The dog is old."),
        ("order.gap", "10; 5; 0"),
        ("least.gap", "0"),
        ("most.gap", "10"),
        ("low.gap", "1"),
        ("high.gap", "3"),
        ("importance.height", "1"),
        ("importance.gap", "2"),
        ("red[0].standing", "public"),
        ("red[1].standing", "inferred"),
        ("red[0].text", "The dog is old."),
        ("red[0].by", "Nora"),
        ("red[0].on:day", "2025-12-01"),
        ("red[0].until:day", "2026-12-01"),
        ("bonus[0].points", "2"),
        ("bonus[0].text", "The dog is old."),
        ("interest[0].text", "The dog is old."),
        ("without[0].text", "The dog is old."),
        ("without[0].trend", "improving"),
        ("walk[0].value", "2"),
        ("walk[0].up_to", "3"),
        ("walk[1].value", "1"),
        ("walk[1].from:day", "2026-12-01"),
        ("constant", "1"),
        ("cap", "30"),
        ("discount", "0.9"),
    ];
    fields.extend(plain.map(|(name, value)| (name.to_owned(), value.to_owned())));
    fields
}

/// A record in which the north handed over a brief that says all of it.
fn with_a_brief() -> Played {
    let mut played = later();
    let names = Names::of(&played.states[&north()], Language::English);
    let sent = Sent::new(brief_fields(&names));
    let text = brief_form::compose(Brief::empty(party("north")), &names, &sent).unwrap();
    let north = Actor::person(Role::Principal(party("north")), "nora");
    let version = played.states[&self::north()].briefs[&party("north")].deposited.len();
    played.ask(&record::mediator(), "resume_talks", json!({ "in": "public" }));
    let deposit = json!({ "party": "north", "text": text, "replaces_version": version });
    played.ask(&north, "deposit_brief", deposit);
    played
}

fn draft(fields: &[(&str, &str)]) -> FormDraft {
    FormDraft {
        account: "a".to_owned(),
        name: brief_form::draft_name(&party("north")),
        at: now(),
        fields: fields.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        over: None,
    }
}

/// What was typed of things that are not on the table any more.
fn gone() -> FormDraft {
    draft(&[
        ("rank.dog.high", "1"),
        ("never.dog.high", "on"),
        ("why.dog", "The dog is old."),
        ("weight.dog", "2"),
        ("importance.dog", "1"),
        ("points.dog.high", "2"),
        ("order.gap", "5; 10"),
    ])
}

/// Points, of which packages come to choose between, and a field that does not read.
fn chosen() -> FormDraft {
    draft(&[("points.height.high", "5"), ("points.height.low", "1"), ("low.gap", "1"), ("high.gap", "3")])
}

fn brief(played: &Played, path: &str, draft: Option<FormDraft>, who: Role, language: Language) -> String {
    let state = &played.states[&who.reader()];
    shown(state, &BTreeMap::new(), draft.as_slice(), who, path, language)
}
