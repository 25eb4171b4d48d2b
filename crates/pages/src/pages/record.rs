//! The record as such: its chains, its copies, who may open it and who did.

use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use jiff::Timestamp;
use maud::{Markup, html};
use mediant_model::{Date, PersonId};
use mediant_record::door::OpenedBy;
use mediant_record::{Compartment, Role};

/// What is known of the record beyond its content.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// For each compartment that the reader may read its entries and the last link of its chain.
    pub heads: Vec<Head>,
    /// What verifying it found.
    pub verified: Option<Verified>,
    /// Those who may sign in; to a principal its own party's.
    pub accounts: Vec<Account>,
    /// Invitations that were not accepted yet; to the mediator, and to a principal its own party's.
    pub invitations: Vec<Invitation>,
    /// Who signed in, or tried to, newest first; to a principal its own party's.
    pub sign_ins: Vec<SignIn>,
    /// The links of invitations that were just made: shown once.
    pub new_links: Vec<NewLink>,
    /// Those who were named and have neither account nor invitation, where the reader may invite them.
    pub uninvited: Vec<Uninvited>,
}

/// An invitation that was just made, or why it was not.
#[derive(Clone)]
pub struct NewLink {
    /// The name of the person it is for, where it is for one.
    pub whom: Option<String>,
    /// As what.
    pub role: Role,
    /// The whole address; else why there is none.
    pub link: Result<String, String>,
    /// Until when it can be accepted.
    pub expires: Option<Timestamp>,
}

impl std::fmt::Debug for NewLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewLink(confidential)")
    }
}

/// Somebody on record who could be invited.
#[derive(Clone, Debug)]
pub struct Uninvited {
    /// As what.
    pub role: Role,
    /// Who.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
}

/// The end of a compartment's chain.
#[derive(Clone, Debug)]
pub struct Head {
    /// The compartment whose stream it is.
    pub compartment: Compartment,
    /// How many entries it has.
    pub length: u64,
    /// The last link, in hexadecimal.
    pub link: String,
}

/// What verifying found.
#[derive(Clone, Debug)]
pub struct Verified {
    /// How many entries were looked at.
    pub entries: u64,
    /// What is wrong, one sentence each.
    pub faults: Vec<String>,
}

/// Somebody who may sign in, as the page lists them.
#[derive(Clone, Debug)]
pub struct Account {
    /// What it is named by in forms.
    pub id: String,
    /// The name that its holder signs in with.
    pub name: String,
    /// What its holder is at the table.
    pub role: Role,
    /// On whose word it comes in, where it is a party's.
    pub let_in_by: Option<OpenedBy>,
    /// Whether nobody signs in to it any more.
    pub is_closed: bool,
    /// The day on which its person left.
    pub left: Option<Date>,
    /// Whether it is a party's, and nobody's in particular: no departure ends it.
    pub is_nobody: bool,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

/// An invitation that is open.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// What it is named by in forms.
    pub id: String,
    /// What its holder is at the table.
    pub role: Role,
    /// The person it is for.
    pub person: Option<String>,
    /// When it expires.
    pub expires: Timestamp,
    /// Whether it leads to a new door that waits.
    pub waits: bool,
}

/// Something that happened to an account.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The moment of the sign-in.
    pub at: Timestamp,
    /// The name on it, or what stands for a name that no account has.
    pub name: String,
    /// From which address.
    pub from: String,
    /// What happened, in words of the page.
    pub what: &'static str,
    /// Whether it was refused.
    pub refused: bool,
}

/// The record as such: its chains; to the mediator accounts, invitations and sign-ins.
pub fn page(view: &View<'_>, facts: &Facts) -> Page {
    let main = html! {
        p.lede { "The record is only ever added to. Each compartment is a chain of its own: whoever reads it can verify all of it." }
        (verified(facts))
        (heads(view, facts))
        (copies(view))
        @if view.who.role == Role::Mediator && view.mediates() { p { a href="/accounts" { "Who comes in: accounts, invitations and sign-ins" } } }
    };
    Page { title: "Record".to_owned(), here: Here::Record, main, aside: None }
}

fn verified(facts: &Facts) -> Markup {
    html! {
        @match &facts.verified {
            Some(found) if found.faults.is_empty() => {
                p.done { (words::status(Tone::Agreed, "verified")) " " (found.entries) " entries: on this machine each follows from the one before, and the record ends where it says." }
                p.quiet { "This says what lies on this machine, not what was ever told: who runs the desk can put all of it back to an earlier day, or show you another record. A copy that you keep finds that." }
            }
            Some(found) => {
                div.notice role="alert" {
                    p { (words::status(Tone::Blocked, "altered")) " " (words::counted(found.faults.len(), "fault", "faults")) " in " (found.entries) " entries:" }
                    ul { @for fault in &found.faults { li { (words::said(fault)) } } }
                }
            }
            None => p { a.button href="/record?verify=1" { "Verify the record now" } }
        }
    }
}

fn heads(view: &View<'_>, facts: &Facts) -> Markup {
    html! {
        table.heads {
            caption { "The end of each chain. Note a link down, or keep a copy: “mediant verify-copy” finds it again, or says where the record is another." }
            thead { tr { th scope="col" { "Compartment" } th scope="col" { "Entries" } th scope="col" { "Last link" } } }
            tbody { @for head in &facts.heads {
                tr {
                    th scope="row" { bdi { (words::known_to(&head.compartment, |party| view.party_name(party))) } }
                    td.num data-of="Entries" { (head.length) }
                    td data-of="Last link" { code.link { (head.link) } }
                }
            } }
        }
    }
}

fn copies(view: &View<'_>) -> Markup {
    html! {
        h2 { "Copies" }
        @if !view.preview {
            p { a.button href="/api/v1/record/copy" download="copy.json" { "Download a copy that can be checked" } }
            p.quiet { "Keep it where nobody who runs the desk can write. “mediant verify-copy NEW OLD” says without a key or the desk whether a later copy continues it, and with the copy of another party whether both of you saw the same table." }
        }
        ul {
            li { a href="/record/export.json" download="record.json" { "Everything " @if view.is_mediators() { "you" } @else { "we" } " may read, as JSON" } }
            li { a href="/record/case.toml" download="case.toml" { "The case as a file for “mediant analyze”" } }
            @if view.own_party().is_some_and(|own| view.state.briefs.get(&own).and_then(super::brief::current).is_some()) { li { a href="/record/brief.toml" download="brief.toml" { "Our brief as a file" } } }
        }
    }
}
