//! What the page about the record is made from: chains, accounts, sign-ins.

use super::{LANGUAGE, inviting};
use crate::accounts::{Happening, InvitationStatus, SignInSession};
use crate::app::AppState;
use crate::service::{Desk, StreamEnd};
use data_encoding::HEXLOWER;
use jiff::SignedDuration;
use mediant_model::case::Reader;
use mediant_pages::pages::record::{Account, Facts, Head, Invitation, SignIn, Verified};
use mediant_record::end::EndFault;
use mediant_record::event::Placed;
use mediant_record::verify::{self, Heads, StreamFault, StreamVerifier, Wrong};
use mediant_record::{Compartment, Role};
use mediant_words::say;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Entries that are verified at a time.
const PAGE: usize = 1_000;
/// Sign-ins that are shown.
const SIGN_INS_MAX: usize = 200;
/// How far back sign-ins are shown.
const SIGN_INS_SINCE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Everything that the session's reader may know. What cannot be read just now is absent.
pub(super) async fn facts(app: &AppState, session: &SignInSession, verify: bool) -> Facts {
    let ends = app.desk.stream_ends(&session.reader());
    let heads = ends.iter().map(|(compartment, end)| Head {
        compartment: compartment.clone(),
        length: end.sequence,
        link: HEXLOWER.encode(&end.link),
    });
    let mut facts = Facts { heads: heads.collect(), ..Facts::default() };
    if verify {
        facts.verified = Some(verified(&app.desk, ends).await);
    }
    if matches!(session.role, Role::Mediator | Role::Principal(_)) {
        let invitations = app.accounts.invitations(session).await.unwrap_or_default();
        let open = invitations.into_iter().filter(|invitation| {
            matches!(invitation.standing, InvitationStatus::Open | InvitationStatus::Waiting)
        });
        facts.invitations = open
            .map(|invitation| Invitation {
                id: invitation.id,
                role: invitation.role,
                person: invitation.person,
                name: invitation.name,
                expires: invitation.expires,
                waits: invitation.standing == InvitationStatus::Waiting,
            })
            .collect();
    }
    if matches!(session.role, Role::Mediator | Role::Principal(_)) {
        let accounts = app.accounts.accounts(session).await.unwrap_or_default();
        let own = |id: &str| id == session.account;
        facts.accounts = accounts
            .into_iter()
            .map(|account| Account {
                is_own: own(&account.id),
                is_nobody: account.role.party().is_some() && account.person.is_none(),
                id: account.id,
                name: account.name,
                role: account.role,
                let_in_by: account.let_in_by,
                is_closed: account.closed.is_some(),
                left: account.left,
            })
            .collect();
    }
    if matches!(session.role, Role::Mediator | Role::Principal(_)) {
        let since = app.desk.world().now().checked_sub(SIGN_INS_SINCE).unwrap_or_default();
        let happened = match session.role {
            Role::Mediator => app.accounts.audit(session, since).await,
            _ => app.accounts.party_sign_ins(session, since).await,
        };
        facts.uninvited = inviting::uninvited(app, session).await;
        facts.sign_ins = happened
            .unwrap_or_default()
            .into_iter()
            .take(SIGN_INS_MAX)
            .map(|entry| SignIn {
                at: entry.at,
                name: entry.name.unwrap_or_default(),
                from: entry.from.unwrap_or_default(),
                what: happening(entry.what),
                refused: matches!(entry.what, Happening::SignInRefused | Happening::InvitationRefused),
            })
            .collect();
    }
    facts
}

fn happening(what: Happening) -> Cow<'static, str> {
    match what {
        Happening::SignedIn => say!(LANGUAGE, happening.signed_in),
        Happening::SignInRefused => say!(LANGUAGE, happening.sign_in_refused),
        Happening::SignedOut => say!(LANGUAGE, happening.signed_out),
        Happening::SignedOutEverywhere => say!(LANGUAGE, happening.signed_out_everywhere),
        Happening::Invited => say!(LANGUAGE, happening.invited_somebody),
        Happening::InvitationWithdrawn => say!(LANGUAGE, happening.withdrew_an_invitation),
        Happening::InvitationAccepted => say!(LANGUAGE, happening.accepted_an_invitation),
        Happening::InvitationRefused => say!(LANGUAGE, happening.invitation_refused),
        Happening::PasswordChanged => say!(LANGUAGE, happening.changed_the_password),
        Happening::AccountClosed => say!(LANGUAGE, happening.closed_an_account),
    }
}

/// Verifies the streams that the reader may read, one by one, as they are on the disk: of the others not even the length shows.
/// Then where the record ends as a whole, and its accounts.
async fn verified(desk: &Desk, ends: BTreeMap<Compartment, StreamEnd>) -> Verified {
    let unread = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "the record cannot be verified");
        say!(LANGUAGE, happening.the_record_cannot_be_read).into_owned()
    };
    let mut found = Verified { entries: 0, faults: Vec::new() };
    // The keys as they are stored: those that the desk has in mind were there when it was opened.
    let stored = match desk.store().keys().await {
        Ok(keys) => keys.into_iter().filter_map(|key| key.compartment).collect(),
        Err(error) => {
            found.faults.push(unread(&error));
            BTreeSet::new()
        }
    };
    let keyring = desk.keyring();
    for (compartment, end) in ends {
        let key = keyring.key(&compartment);
        if key.is_some() && !stored.contains(&compartment) {
            found.faults.push(fault(&compartment, 1, Wrong::KeyGone));
        }
        let mut verifier = StreamVerifier::new(compartment.clone(), key).against(&known(&compartment, end));
        let mut after = 0;
        loop {
            let entries = match desk.store().stream_after(&compartment, after, PAGE).await {
                Ok(entries) => entries,
                Err(error) => {
                    found.faults.push(unread(&error));
                    break;
                }
            };
            let Some(last) = entries.last() else { break };
            // A sequence that does not ascend would be read for ever.
            let next = last.sequence.max(after.saturating_add(1));
            found.faults.extend(
                entries.iter().flat_map(|entry| verifier.check(entry)).map(|fault| fault.to_string()),
            );
            after = next;
        }
        let (report, truncated) = verifier.finish();
        found.entries = found.entries.saturating_add(report.entries);
        found.faults.extend(truncated.map(|fault| fault.to_string()));
    }
    match desk.end_faults().await {
        Ok(faults) => found.faults.extend(faults.iter().map(EndFault::without_counts)),
        Err(error) => found.faults.push(unread(&error)),
    }
    found
}

/// Where the desk knows a stream to end: what is on the disk is to go that far, and be that.
fn known(compartment: &Compartment, end: StreamEnd) -> Heads {
    let head = verify::Head { sequence: end.sequence, link: end.link };
    Heads { record: None, streams: BTreeMap::from([(compartment.clone(), head)]) }
}

fn fault(compartment: &Compartment, sequence: u64, wrong: Wrong) -> String {
    StreamFault { compartment: compartment.clone(), sequence, wrong }.to_string()
}

/// A stretch of what a party sees on the mediator's account of it, newest first, with places in that view.
pub(super) fn previewed_lines(
    desk: &Desk,
    reader: &Reader,
    before: Option<u64>,
    limit: usize,
) -> Vec<(u64, Placed)> {
    let all = desk.lines_after(&Reader::Mediator, 0, usize::MAX);
    let seen = all.into_iter().filter(|line| line.placed.compartment.is_read_by(reader));
    let mut lines: Vec<(u64, Placed)> = (1..).zip(seen.map(|line| (*line.placed).clone())).collect();
    lines.retain(|(index, _)| before.is_none_or(|before| *index < before));
    lines.reverse();
    lines.truncate(limit);
    lines
}
