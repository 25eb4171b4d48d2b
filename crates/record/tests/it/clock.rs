//! A clock that is put back gives nobody back what was ended.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::talks::{Talks, command, delegate, mediator, principal};
use jiff::SignedDuration;
use mediant_model::Quorum;
use mediant_record::refusal::Reason;
use serde_json::json;

#[test]
fn what_was_ended_stays_ended_when_the_clock_is_put_back() {
    for ending in ["revoked", "left", "limited"] {
        let mut talks = Talks::opened(Quorum::Unanimity, &[]);
        talks.mandate("north", None);
        let package = json!({"command": "propose_package", "in": "table", "options": {"quay": "wide"}});
        talks.must(&mediator(), command(package));
        let state = talks.state(&crate::talks::party("north"));
        let package = state.packages.keys().next().unwrap().to_string();
        let mandate = state.mandates.keys().next().unwrap().to_string();
        let accept = json!({"command": "answer_package", "in": "table", "package": package, "party": "north", "verdict": "accept"});
        assert!(
            talks.clone().ask(&delegate("north"), &command(accept.clone())).is_ok(),
            "there is something to end"
        );
        let end = match ending {
            "revoked" => json!({"command": "revoke_mandate", "mandate": mandate}),
            "limited" => json!({"command": "limit_mandate", "mandate": mandate, "until": "2026-03-02"}),
            _ => {
                json!({"command": "record_departure", "in": "public", "party": "north", "person": "north_delegate", "how": "resigned"})
            }
        };
        talks.must(&principal("north"), command(end));
        // A limit to a day allows that day.
        if ending == "limited" {
            talks.now = talks.now.checked_add(SignedDuration::from_hours(24)).unwrap();
        }
        for back_days in [0_i64, 1, 3, 400] {
            let mut later = talks.clone();
            later.now = talks.now.checked_sub(SignedDuration::from_hours(24 * back_days)).unwrap();
            // A limit that was still ahead when the clock was put back is ahead again.
            if ending == "limited" && back_days > 0 {
                continue;
            }
            let refusal = later.ask(&delegate("north"), &command(accept.clone())).expect_err("it was ended");
            assert!(
                matches!(refusal.reason, Reason::NoMandate | Reason::NotAllowed),
                "{ending} {back_days}: {refusal}"
            );
        }
    }
}
