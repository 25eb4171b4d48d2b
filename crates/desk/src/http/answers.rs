//! Answers made from a reader's state alone, each a type of its own, from which the OpenAPI document is made, too.

use crate::signing;
use jiff::civil::Date;
use mediant_model::{AgreementRule, Issue, PartyId, Person};
use mediant_record::agreement::{Agreement, Deed};
use mediant_record::brief::Briefs;
use mediant_record::case::CaucusRule;
use mediant_record::communique::{Communique, CommuniqueId};
use mediant_record::door::{Door, DoorId};
use mediant_record::draft::{AnsweredClause, ClauseId, Draft, DraftId};
use mediant_record::hearing::{HeardId, HeardOnRecord};
use mediant_record::id::EventId;
use mediant_record::issue::FormerIssue;
use mediant_record::item::{Item, ItemId, Release};
use mediant_record::key::{KeyId, KeyOnRecord, Vouched};
use mediant_record::mandate::{GivenMandate, MandateId};
use mediant_record::mediation::{Mediation, MediationId};
use mediant_record::note::{Note, NoteId};
use mediant_record::package::{PackageId, ProposedPackage};
use mediant_record::person::Left;
use mediant_record::phase::Phase;
use mediant_record::report::{ReportId, ReportOnRecord};
use mediant_record::round::{Round, RoundId};
use mediant_record::session::{SessionId, SessionOnRecord};
use mediant_record::state::Trace;
use mediant_record::statement::{StatementId, StatementOnRecord};
use mediant_record::talks::Stage;
use mediant_record::{Compartment, State};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, to_value};
use std::collections::{BTreeMap, BTreeSet};

type Made = serde_json::Result<Value>;

/// Title, rules, parties, where the talks stand.
#[derive(Serialize, JsonSchema)]
pub(super) struct CaseAnswer<'a> {
    title: Option<&'a str>,
    /// What briefs call the case.
    reference: Option<&'a str>,
    /// What makes a deal.
    agreement: Option<&'a AgreementRule>,
    /// What a caucus's words may do.
    caucus_rule: Option<CaucusRule>,
    stage: &'a Stage,
    /// Where the talks are, derived from what the reader knows; absent where nothing is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<Phase>,
    parties: Vec<PartyOnCase<'a>>,
    /// The day by which the record decides.
    #[schemars(extend("format" = "date"))]
    today: String,
    /// How many events the reader may read.
    seen: u64,
    /// Which version of the record the reader reads. The number of events is none: a deletion makes it smaller.
    revision: String,
}

#[derive(Serialize, JsonSchema)]
struct PartyOnCase<'a> {
    id: &'a PartyId,
    name: &'a str,
    /// Whether its acceptance counts.
    negotiates: bool,
}

pub(super) fn case(state: &State, today: Date) -> Made {
    to_value(case_of(state, today))
}

fn case_of(state: &State, today: Date) -> CaseAnswer<'_> {
    let opening = state.opening.as_ref();
    let negotiates = |id: &PartyId| state.negotiating().any(|known| known.id == *id);
    let parties = state.parties.iter();
    CaseAnswer {
        title: opening.map(|opening| opening.title.as_str()),
        reference: opening.and_then(|opening| opening.reference.as_deref()),
        agreement: opening.map(|opening| &opening.agreement),
        caucus_rule: opening.map(|opening| opening.caucus_rule),
        stage: &state.stage,
        phase: state.phase_told(),
        parties: parties
            .map(|party| PartyOnCase { id: &party.id, name: &party.name, negotiates: negotiates(&party.id) })
            .collect(),
        today: today.to_string(),
        seen: state.seen,
        revision: state.revision().to_string(),
    }
}

/// Matters to settle, and those that were split.
#[derive(Serialize, JsonSchema)]
pub(super) struct IssuesAnswer<'a> {
    issues: &'a [Issue],
    split: &'a [FormerIssue],
}

pub(super) fn issues(state: &State, _: Date) -> Made {
    to_value(issues_of(state))
}

fn issues_of(state: &State) -> IssuesAnswer<'_> {
    IssuesAnswer { issues: &state.issues, split: &state.split }
}

/// Defines answers that are one member of what the reader knows, as it stands there.
macro_rules! as_they_stand {
    ($($(#[$doc:meta])* $answer:ident $name:ident: $type:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Serialize, JsonSchema)]
        pub(super) struct $answer<'a> {
            $name: &'a $type,
        }

        pub(super) fn $name(state: &State, _: Date) -> Made {
            to_value($answer { $name: &state.$name })
        }
    )*};
}

as_they_stand! {
    /// What was said.
    StatementsAnswer statements: BTreeMap<StatementId, StatementOnRecord>;
    /// Doors, each by the account that comes in by it: a party's own; to the mediator those of all.
    DoorsAnswer doors: BTreeMap<DoorId, Door>;
    /// Meetings.
    SessionsAnswer sessions: BTreeMap<SessionId, SessionOnRecord>;
    /// What the mediator said or passed on.
    HeardAnswer heard: BTreeMap<HeardId, HeardOnRecord>;
    /// Packages and answers.
    PackagesAnswer packages: BTreeMap<PackageId, ProposedPackage>;
    /// Rounds, and what shows of them: answers that nobody may read are no part of a round.
    RoundsAnswer rounds: BTreeMap<RoundId, Round>;
    /// Mediations: how far each party has come, as far as the reader may know, and for the mediator what followed.
    MediationsAnswer mediations: BTreeMap<MediationId, Mediation>;
    /// Public texts and who agreed to them.
    CommuniquesAnswer communiques: BTreeMap<CommuniqueId, Communique>;
    /// Reports with their texts, what was decided about what they suggest, and what went on record of it.
    ReportsAnswer reports: BTreeMap<ReportId, ReportOnRecord>;
}

/// Who speaks for whom, and who left.
#[derive(Serialize, JsonSchema)]
pub(super) struct PeopleAnswer<'a> {
    parties: Vec<PeopleOfParty<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct PeopleOfParty<'a> {
    party: &'a PartyId,
    people: Vec<PersonOnRecord<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct PersonOnRecord<'a> {
    #[serde(flatten)]
    person: &'a Person,
    /// Whether the person speaks for the party today, mandates aside.
    speaks: bool,
    /// How the person left, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<&'a Left>,
}

pub(super) fn people(state: &State, today: Date) -> Made {
    to_value(people_of(state, today))
}

fn people_of(state: &State, today: Date) -> PeopleAnswer<'_> {
    let parties = state.parties.iter().map(|party| {
        let people = party.people.iter().map(|person| PersonOnRecord {
            person,
            speaks: state.speaks(&party.id, &person.id, today),
            left: state.left.get(&(party.id.clone(), person.id.clone())),
        });
        PeopleOfParty { party: &party.id, people: people.collect() }
    });
    PeopleAnswer { parties: parties.collect() }
}

/// Mandates, and whether they hold today.
#[derive(Serialize, JsonSchema)]
pub(super) struct MandatesAnswer<'a> {
    mandates: Vec<MandateOnRecord<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct MandateOnRecord<'a> {
    id: &'a MandateId,
    /// Whether it holds today.
    live: bool,
    #[serde(flatten)]
    given: &'a GivenMandate,
}

pub(super) fn mandates(state: &State, today: Date) -> Made {
    to_value(mandates_of(state, today))
}

fn mandates_of(state: &State, today: Date) -> MandatesAnswer<'_> {
    let mandates =
        state.mandates.iter().map(|(id, given)| MandateOnRecord { id, live: given.is_live(today), given });
    MandatesAnswer { mandates: mandates.collect() }
}

/// Drafts, their clauses, and who accepted them.
#[derive(Serialize, JsonSchema)]
pub(super) struct TextAnswer<'a> {
    drafts: Vec<DraftOnRecord<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct DraftOnRecord<'a> {
    id: &'a DraftId,
    draft: &'a Draft,
    clauses: Vec<ClauseOnRecord<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct ClauseOnRecord<'a> {
    id: &'a ClauseId,
    /// `accepted`, `accepted_ad_referendum`, `bracketed`, `rejected` or `open`.
    standing: &'static str,
    accepted: BTreeSet<PartyId>,
    ad_referendum: BTreeSet<PartyId>,
    refused: BTreeSet<PartyId>,
    /// The answers that count for these words.
    answers: BTreeMap<PartyId, &'a AnsweredClause>,
}

pub(super) fn text(state: &State, _: Date) -> Made {
    to_value(text_of(state))
}

fn text_of(state: &State) -> TextAnswer<'_> {
    let drafts = state.drafts.iter().map(|(id, draft)| {
        let clauses = state.clauses(draft).into_iter().map(|clause| ClauseOnRecord {
            id: &clause.clause.id,
            standing: clause.standing.word(),
            accepted: clause.tally.accepted,
            ad_referendum: clause.tally.ad_referendum,
            refused: clause.tally.refused,
            answers: clause.answers,
        });
        DraftOnRecord { id, draft, clauses: clauses.collect() }
    });
    TextAnswer { drafts: drafts.collect() }
}

/// Agreements, signatures, ratifications.
#[derive(Serialize, JsonSchema)]
pub(super) struct ConclusionsAnswer<'a> {
    agreements: &'a [Agreement],
    signatures: &'a [Deed],
    ratifications: &'a [Deed],
}

pub(super) fn conclusions(state: &State, _: Date) -> Made {
    to_value(conclusions_of(state))
}

fn conclusions_of(state: &State) -> ConclusionsAnswer<'_> {
    ConclusionsAnswer {
        agreements: &state.agreements,
        signatures: &state.signatures,
        ratifications: &state.ratifications,
    }
}

/// What the mediator or the team recorded on a party's word, and what the party said to it.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReportedAnswer<'a> {
    reported: Vec<ReportedOnRecord<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct ReportedOnRecord<'a> {
    /// The event that recorded it: what `confirm_report` and `contest_report` name.
    report: &'a EventId,
    /// Of which kind it is.
    kind: &'static str,
    /// The party on whose word.
    party: &'a PartyId,
    /// Whether it waits for the party, and counts for nothing until then.
    waits: bool,
    /// Whose word it is, in words.
    whose_word: String,
    /// When it was recorded, by whom and where.
    trace: &'a Trace,
}

pub(super) fn reported(state: &State, _: Date) -> Made {
    let reported = state.reported().map(|act| ReportedOnRecord {
        report: &act.id,
        kind: act.event.kind(),
        party: &act.party,
        waits: act.waits(),
        whose_word: act.text(state),
        trace: &act.trace,
    });
    to_value(ReportedAnswer { reported: reported.collect() })
}

/// For each party: what it knows already, and every item of the others with how far it may travel.
#[derive(Serialize, JsonSchema)]
pub(super) struct MaySayAnswer<'a> {
    to: Vec<MaySayTo<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct MaySayTo<'a> {
    party: &'a PartyId,
    /// The statements that it knows already.
    statements: Vec<&'a StatementId>,
    items: Vec<ItemToSay<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct ItemToSay<'a> {
    item: &'a ItemId,
    /// Whose words it is.
    party: &'a PartyId,
    /// How far it may travel.
    release: Release,
    /// Whether this party heard it already.
    passed_on: bool,
}

pub(super) fn may_say(state: &State, _: Date) -> Made {
    let to = state.negotiating().map(|hearer| {
        let own = Compartment::Caucus(hearer.id.clone());
        let knows = |compartment: &Compartment| {
            *compartment == own || matches!(compartment, Compartment::Public | Compartment::Table)
        };
        let statements = state.statements.iter().filter(|(_, stated)| knows(&stated.trace.compartment));
        let items = state.items.iter().filter(|(_, item)| item.party != hearer.id);
        let items = items.map(|(id, item)| ItemToSay {
            item: id,
            party: &item.party,
            release: item.release,
            passed_on: item.passed_on.iter().any(|passed| passed.to.compartment() == own),
        });
        MaySayTo {
            party: &hearer.id,
            statements: statements.map(|(id, _)| id).collect(),
            items: items.collect(),
        }
    });
    to_value(MaySayAnswer { to: to.collect() })
}

/// Items, notes and what was heard in a caucus.
#[derive(Serialize, JsonSchema)]
pub(super) struct CaucusAnswer<'a> {
    party: &'a PartyId,
    items: BTreeMap<&'a ItemId, &'a Item>,
    notes: BTreeMap<&'a NoteId, &'a Note>,
    heard: BTreeMap<&'a HeardId, &'a HeardOnRecord>,
}

pub(super) fn caucus(state: &State, party: &PartyId) -> Made {
    let here = Compartment::Caucus(party.clone());
    to_value(CaucusAnswer {
        party,
        items: state.items.iter().filter(|(_, item)| item.trace.compartment == here).collect(),
        notes: state.notes.iter().filter(|(_, note)| note.trace.compartment == here).collect(),
        heard: state.heard.iter().filter(|(_, heard)| heard.trace.compartment == here).collect(),
    })
}

/// A party's brief, every version.
#[derive(Serialize, JsonSchema)]
pub(super) struct BriefsAnswer<'a> {
    party: &'a PartyId,
    /// Nothing where no brief is on record.
    briefs: Option<&'a Briefs>,
}

pub(super) fn briefs(state: &State, party: &PartyId) -> Made {
    to_value(BriefsAnswer { party, briefs: state.briefs.get(party) })
}

/// What a party knows, each part as the route of its name answers it.
#[derive(Serialize, JsonSchema)]
pub(super) struct PreviewAnswer<'a> {
    case: CaseAnswer<'a>,
    issues: IssuesAnswer<'a>,
    statements: StatementsAnswer<'a>,
    people: PeopleAnswer<'a>,
    mandates: MandatesAnswer<'a>,
    sessions: SessionsAnswer<'a>,
    heard: HeardAnswer<'a>,
    text: TextAnswer<'a>,
    packages: PackagesAnswer<'a>,
    rounds: RoundsAnswer<'a>,
    mediations: MediationsAnswer<'a>,
    communiques: CommuniquesAnswer<'a>,
    conclusions: ConclusionsAnswer<'a>,
}

pub(super) fn preview(state: &State, today: Date) -> Made {
    to_value(PreviewAnswer {
        case: case_of(state, today),
        issues: issues_of(state),
        statements: StatementsAnswer { statements: &state.statements },
        people: people_of(state, today),
        mandates: mandates_of(state, today),
        sessions: SessionsAnswer { sessions: &state.sessions },
        heard: HeardAnswer { heard: &state.heard },
        text: text_of(state),
        packages: PackagesAnswer { packages: &state.packages },
        rounds: RoundsAnswer { rounds: &state.rounds },
        mediations: MediationsAnswer { mediations: &state.mediations },
        communiques: CommuniquesAnswer { communiques: &state.communiques },
        conclusions: conclusions_of(state),
    })
}

/// Keys that acts are signed with.
#[derive(Serialize, JsonSchema)]
pub(super) struct KeysAnswer<'a> {
    keys: Vec<KeyAnswer<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct KeyAnswer<'a> {
    id: &'a KeyId,
    #[serde(flatten)]
    key: &'a KeyOnRecord,
    /// Its fingerprint: to be read to each other over another channel.
    words: String,
    /// Who stands up for it: `first`, `by` a key, `confirmed`, `nobody`.
    vouched: &'static str,
}

pub(super) fn keys(state: &State, _: Date) -> Made {
    let keys = state.keys.iter().map(|(id, key)| {
        let words = signing::key_of(key).map(|key| key.public.words()).unwrap_or_default();
        let vouched = match state.vouched(key) {
            Vouched::First => "first",
            Vouched::By(_) => "by",
            Vouched::Confirmed => "confirmed",
            Vouched::Nobody => "nobody",
        };
        KeyAnswer { id, key, words, vouched }
    });
    to_value(KeysAnswer { keys: keys.collect() })
}
