//! The routes of accounts, which are answered by `http::accounts`.

use super::super::table::{Route, Who};
use super::operation::{Answered, Operation};
use super::shapes::Shapes;
use crate::accounts::{AccountOnList, AuditEntry, Invitation, InvitationOnList};
use crate::http::accounts::{Acceptance, InvitationRequest, Me, MyRequest, PasswordRequest, SignInRequest};
use crate::http_error::Details;
use serde_json::{Value, json};

const fn at(path: &'static str, who: Who) -> Route {
    Route::described(path, "", who)
}

static SIGN_IN: Route = at("/api/v1/sign-in", Who::Everybody);
static SIGN_OUT: Route = at("/api/v1/sign-out", Who::SignedIn);
static SIGN_OUT_EVERYWHERE: Route = at("/api/v1/sign-out-everywhere", Who::SignedIn);
static ME: Route = at("/api/v1/me", Who::SignedIn);
static PASSWORD: Route = at("/api/v1/me/password", Who::SignedIn);
static INVITATIONS: Route = at("/api/v1/invitations", Who::Inviters);
static ACCEPT: Route = at("/api/v1/invitations/accept", Who::Everybody);
static INVITATION: Route = at("/api/v1/invitations/{id}", Who::Inviters);
static AUDIT: Route = at("/api/v1/audit", Who::Mediator);
static ACCOUNTS: Route = at("/api/v1/accounts", Who::Inviters);
static SIGN_INS: Route = at("/api/v1/accounts/sign-ins", Who::Principals);
static ANNOUNCE: Route = at("/api/v1/doors/announce", Who::Mediator);
static CLOSE: Route = at("/api/v1/accounts/{id}/close", Who::Inviters);
static PROBLEMS: Route = at("/api/v1/problems", Who::Everybody);

/// What one can do with accounts, as the document lists it.
pub(super) fn all(shapes: &mut Shapes) -> Vec<Operation<'static>> {
    let json = Answered::json;
    let me = shapes.answer::<Me>();
    let mut since = operation(
        &AUDIT,
        "get",
        "who came in, and when",
        None,
        json("200", shapes.answer::<Vec<AuditEntry>>()),
    );
    let moment = json!({"type": "string", "format": "date-time"});
    let what = "from this moment on; the last 30 days where not given";
    since.query.push(("since", moment.clone(), what));
    let mut of_party = operation(
        &SIGN_INS,
        "get",
        "who came in for one's party, when and from what network",
        None,
        json("200", shapes.answer::<Vec<AuditEntry>>()),
    );
    of_party.query.push(("since", moment, what));
    vec![
        operation(
            &SIGN_IN,
            "post",
            "sign in with name and password",
            Some(shapes.body::<SignInRequest>()),
            json("200", me.clone()),
        ),
        operation(&SIGN_OUT, "post", "sign out", None, Answered::nothing()),
        operation(
            &SIGN_OUT_EVERYWHERE,
            "post",
            "end every session of one's account",
            None,
            Answered::nothing(),
        ),
        operation(&ME, "get", "who is signed in", None, json("200", me.clone())),
        operation(&ME, "post", "set one's time zone", Some(shapes.body::<MyRequest>()), Answered::nothing()),
        operation(
            &PASSWORD,
            "post",
            "change one's password",
            Some(shapes.body::<PasswordRequest>()),
            json("200", me.clone()),
        ),
        operation(
            &INVITATIONS,
            "get",
            "invitations one may see",
            None,
            json("200", shapes.answer::<Vec<InvitationOnList>>()),
        ),
        operation(
            &INVITATIONS,
            "post",
            "invite somebody",
            Some(shapes.body::<InvitationRequest>()),
            json("201", shapes.answer::<Invitation>()),
        ),
        operation(
            &ACCEPT,
            "post",
            "accept an invitation",
            Some(shapes.body::<Acceptance>()),
            json("200", me),
        ),
        operation(&INVITATION, "delete", "withdraw an invitation", None, Answered::nothing()),
        since,
        operation(
            &ACCOUNTS,
            "get",
            "the accounts that one oversees",
            None,
            json("200", shapes.answer::<Vec<AccountOnList>>()),
        ),
        of_party,
        operation(
            &ANNOUNCE,
            "post",
            "announce a new door to a party that has come: it opens after 48 hours, or when the party agrees",
            Some(shapes.body::<InvitationRequest>()),
            json("201", shapes.answer::<Invitation>()),
        ),
        operation(&CLOSE, "post", "close an account", None, Answered::nothing()),
        operation(
            &PROBLEMS,
            "get",
            "the sorts of problems",
            None,
            json("200", shapes.answer::<Vec<Details>>()),
        ),
    ]
}

fn operation(
    route: &'static Route,
    method: &'static str,
    summary: &str,
    body: Option<Value>,
    answered: Answered,
) -> Operation<'static> {
    Operation { route, method, summary: summary.to_owned(), body, answered, query: Vec::new() }
}
