//! Forms that are no command of the record, and where each is sent.

/// A report that is added by form becomes its command.
pub const ADD: &str = "add_report_by_form";
/// Decisions that are made by form become their command.
pub const DECIDE: &str = "decide_suggestions_by_form";
/// The step that is taken back by form.
pub const UNDO: &str = "undo_decision_by_form";
/// What is accepted goes on record, one command a suggestion.
pub const ENTER: &str = "enter_suggestion_by_form";

/// Where each form about reports is sent.
pub const OF_REPORTS: [(&str, &str); 4] = [
    (ADD, "/reports/add_report"),
    (DECIDE, "/reports/decide"),
    (UNDO, "/reports/undo"),
    (ENTER, "/reports/enter"),
];

/// Forms about accounts that come back when they are refused, and where each is sent.
pub const OF_ACCOUNTS: [(&str, &str); 4] = [
    ("invite", "/invite"),
    ("announce_door", "/doors/announce"),
    ("account", "/account"),
    ("password", "/account/password"),
];

/// Where a passkey's answer is sent that is to sign in.
pub const SIGN_IN_WITH_PASSKEY: &str = "/sign-in/passkey";

/// The field in which a form goes along, sealed, that was sent when nobody was signed in any more.
pub const KEPT: &str = "kept";

/// A password has at least so many characters.
pub const PASSWORD_MIN: usize = 10;
