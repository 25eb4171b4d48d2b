//! The record as such: its chains, its copies, who may open it and who did.

use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use jiff::Timestamp;
use maud::{Markup, html};
use mediant_model::{Date, PersonId};
use mediant_record::door::OpenedBy;
use mediant_record::{Compartment, Role};
use mediant_words::say;
use std::borrow::Cow;

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
    /// The person it is for, where it is one on record.
    pub person: Option<PersonId>,
    /// The name of whom it is for, where it is nobody on record.
    pub name: Option<String>,
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
    pub what: Cow<'static, str>,
    /// Whether it was refused.
    pub refused: bool,
}

/// The record as such: its chains; to the mediator accounts, invitations and sign-ins.
pub fn page(view: &View<'_>, facts: &Facts) -> Page {
    let main = html! {
        p.lede { (say!(view, record.the_record_is_only_ever_added)) }
        (verified(view, facts))
        (heads(view, facts))
        (copies(view))
        @if view.who.role == Role::Mediator && view.mediates() { p { a href="/accounts" { (say!(view, record.who_comes_in_accounts_invitations)) } } }
    };
    Page { title: say!(view, record.record).into_owned(), here: Here::Record, main, aside: None }
}

fn verified(view: &View<'_>, facts: &Facts) -> Markup {
    html! {
        @match &facts.verified {
            Some(found) if found.faults.is_empty() => {
                p.done { (say!(view, record.entries_on_this_machine_each_follows, status = words::status(Tone::Agreed, say!(view, record.verified)), entries = found.entries)) }
                p.quiet { (say!(view, record.this_says_what_lies)) }
            }
            Some(found) => {
                div.notice role="alert" {
                    p { (say!(view, record.faults_in_entries, status = words::status(Tone::Blocked, say!(view, record.altered)), count = found.faults.len(), entries = found.entries)) }
                    ul { @for fault in &found.faults { li { (words::said(fault)) } } }
                }
            }
            None => p { a.button href="/record?verify=1" { (say!(view, record.verify_the_record_now)) } }
        }
    }
}

fn heads(view: &View<'_>, facts: &Facts) -> Markup {
    html! {
        table.heads {
            caption { (say!(view, record.the_end_of_each_chain_note)) }
            thead { tr { th scope="col" { (say!(view, record.compartment)) } th scope="col" { (say!(view, record.entries)) } th scope="col" { (say!(view, record.last_link)) } } }
            tbody { @for head in &facts.heads {
                tr {
                    th scope="row" { bdi { (words::known_to(view, &head.compartment, |party| view.party_name(party))) } }
                    td.num data-of=(say!(view, record.entries)) { (head.length) }
                    td data-of=(say!(view, record.last_link)) { code.link { (head.link) } }
                }
            } }
        }
    }
}

fn copies(view: &View<'_>) -> Markup {
    html! {
        h2 { (say!(view, record.copies)) }
        @if !view.preview {
            p { a.button href="/api/v1/record/copy" download="copy.json" { (say!(view, record.download_a_copy_that_can)) } }
            p.quiet { (say!(view, record.keep_it_where_nobody_who_runs)) }
        }
        ul {
            li { a href="/record/export.json" download="record.json" { @if view.is_mediators() { (say!(view, record.everything_you_may_read)) } @else { (say!(view, record.everything_we_may_read)) } } }
            li { a href="/record/case.toml" download="case.toml" { (say!(view, record.the_case_as_a_file)) } }
            @if view.own_party().is_some_and(|own| view.state.briefs.get(&own).and_then(super::brief::current).is_some()) { li { a href="/record/brief.toml" download="brief.toml" { (say!(view, record.our_brief_as_a_file)) } } }
        }
    }
}
