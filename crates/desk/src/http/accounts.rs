//! The routes of accounts under `/api/v1`.

use crate::accounts::{
    AccountError, AccountOnList, AuditEntry, Invitation, InvitationOnList, SignInSession, Signed, cookie,
};
use crate::app::AppState;
use crate::http_error::{Details, HttpError, ProblemKind};
use crate::security::Peer;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Path, Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use jiff::{Span, Timestamp, ToSpan};
use mediant_model::PersonId;
use mediant_model::case::Reader;
use mediant_record::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An invitation is valid for so many hours where nothing else is said.
const VALID_HOURS: u32 = 7 * 24;
/// An invitation is valid for so many hours at most.
const VALID_HOURS_MAX: u32 = 60 * 24;

/// The routes of accounts.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/v1/sign-in", post(sign_in))
        .route("/api/v1/sign-out", post(sign_out))
        .route("/api/v1/sign-out-everywhere", post(sign_out_everywhere))
        .route("/api/v1/me", get(me).post(change_me))
        .route("/api/v1/me/password", post(change_password))
        .route("/api/v1/invitations", get(invitations).post(invite))
        .route("/api/v1/invitations/accept", post(accept))
        .route("/api/v1/invitations/{id}", delete(withdraw))
        .route("/api/v1/audit", get(audit))
        .route("/api/v1/accounts", get(accounts))
        .route("/api/v1/accounts/{id}/close", post(close))
        .route("/api/v1/accounts/sign-ins", get(sign_ins))
        .route("/api/v1/doors/announce", post(announce))
        .route("/api/v1/problems", get(problems))
}

/// Name and password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SignInWish")]
pub struct SignInRequest {
    /// The name on the account.
    name: String,
    /// The password.
    password: String,
}

/// Who is signed in.
#[derive(Serialize, JsonSchema)]
pub struct Me {
    /// The id of the account.
    account: String,
    /// The name on it.
    name: String,
    /// As what.
    role: Role,
    /// Which person of the case it is, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<PersonId>,
    /// Whose pages it reads: `mediator`, `party`, `public`.
    reads_as: &'static str,
    /// Where its days begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<String>,
    /// What the header `x-mediant-token` of commands holds, to show that they are meant.
    form_token: String,
}

/// What an account's holder changes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MyWish")]
pub struct MyRequest {
    /// The time zone, such as `Europe/Kyiv`.
    time_zone: String,
}

/// A new password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PasswordWish")]
pub struct PasswordRequest {
    /// The current one.
    current: String,
    /// The new one.
    password: String,
}

/// Whom to invite.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "InvitationWish")]
pub struct InvitationRequest {
    /// As what.
    role: Role,
    /// Which person of the case it is.
    #[serde(default)]
    person: Option<PersonId>,
    /// A name to propose.
    #[serde(default)]
    name: Option<String>,
    /// For how many hours the link is valid: 1 to 1,440, a week where not given.
    #[serde(default)]
    valid_hours: Option<u32>,
}

/// The acceptance of an invitation.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The last part of the link.
    token: String,
    /// The name to sign in with.
    name: String,
    /// The password to sign in with.
    password: String,
    /// Where days begin, such as `Europe/Kyiv`.
    #[serde(default)]
    time_zone: Option<String>,
}

/// Since when.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// The time from which on; the last 30 days where not given.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    since: Option<Timestamp>,
}

impl Since {
    fn or_a_month_ago(&self, app: &AppState) -> Result<Timestamp, AccountError> {
        let month_ago = || app.desk.world().now().checked_sub(720.hours());
        self.since.map_or_else(month_ago, Ok).map_err(|_| AccountError::Unknown)
    }
}

async fn sign_in(
    State(app): State<AppState>,
    Peer(from): Peer,
    headers: HeaderMap,
    Body(request): Body<SignInRequest>,
) -> Result<Response, HttpError> {
    let device = cookie::find_device(&app.settings, &headers);
    let done = app.accounts.sign_in(&request.name, &request.password, &from, device.as_deref()).await?;
    Ok(signed(&app, &done))
}

async fn accept(
    State(app): State<AppState>,
    Peer(from): Peer,
    Body(request): Body<Acceptance>,
) -> Result<Response, HttpError> {
    let zone = request.time_zone.as_deref();
    Ok(signed(
        &app,
        &app.accounts.accept(&request.token, &request.name, &request.password, zone, &from).await?,
    ))
}

async fn sign_out(
    State(app): State<AppState>,
    session: SignInSession,
    Peer(from): Peer,
) -> Result<Response, HttpError> {
    app.accounts.sign_out(&session, &from).await?;
    Ok(signed_out(&app))
}

async fn sign_out_everywhere(
    State(app): State<AppState>,
    session: SignInSession,
    Peer(from): Peer,
) -> Result<Response, HttpError> {
    app.accounts.sign_out_everywhere(&session, &from).await?;
    Ok(signed_out(&app))
}

async fn me(session: SignInSession) -> Json<Me> {
    Json(Me::from_session(session))
}

async fn change_me(
    State(app): State<AppState>,
    session: SignInSession,
    Body(request): Body<MyRequest>,
) -> Result<StatusCode, HttpError> {
    app.accounts.set_time_zone(&session, &request.time_zone).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change_password(
    State(app): State<AppState>,
    session: SignInSession,
    Peer(from): Peer,
    Body(request): Body<PasswordRequest>,
) -> Result<Response, HttpError> {
    Ok(signed(
        &app,
        &app.accounts.change_password(&session, &request.current, &request.password, &from).await?,
    ))
}

/// For how long the link is to be valid.
fn valid(request: &InvitationRequest) -> Result<Span, HttpError> {
    let hours = request.valid_hours.unwrap_or(VALID_HOURS);
    if !(1..=VALID_HOURS_MAX).contains(&hours) {
        return Err(HttpError::new(ProblemKind::Invalid, format!("{hours} hours are not taken"))
            .at("valid_hours")
            .help(format!("name 1 to {VALID_HOURS_MAX}")));
    }
    Ok(i64::from(hours).hours())
}

async fn announce(
    State(app): State<AppState>,
    session: SignInSession,
    Body(request): Body<InvitationRequest>,
) -> Result<(StatusCode, Json<Invitation>), HttpError> {
    let valid = valid(&request)?;
    let made = app.accounts.announce(&session, request.role, request.person, request.name, valid).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn sign_ins(
    State(app): State<AppState>,
    session: SignInSession,
    Query(request): Query<Since>,
) -> Result<Json<Vec<AuditEntry>>, HttpError> {
    let since = request.or_a_month_ago(&app)?;
    Ok(Json(app.accounts.party_sign_ins(&session, since).await?))
}

async fn invite(
    State(app): State<AppState>,
    session: SignInSession,
    Body(request): Body<InvitationRequest>,
) -> Result<(StatusCode, Json<Invitation>), HttpError> {
    let valid = valid(&request)?;
    let made = app.accounts.invite_as(&session, request.role, request.person, request.name, valid).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn invitations(
    State(app): State<AppState>,
    session: SignInSession,
) -> Result<Json<Vec<InvitationOnList>>, HttpError> {
    Ok(Json(app.accounts.invitations(&session).await?))
}

async fn withdraw(
    State(app): State<AppState>,
    session: SignInSession,
    Path(id): Path<String>,
) -> Result<StatusCode, HttpError> {
    app.accounts.withdraw_invitation(&session, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn audit(
    State(app): State<AppState>,
    session: SignInSession,
    Query(request): Query<Since>,
) -> Result<Json<Vec<AuditEntry>>, HttpError> {
    let since = request.or_a_month_ago(&app)?;
    Ok(Json(app.accounts.audit(&session, since).await?))
}

async fn accounts(
    State(app): State<AppState>,
    session: SignInSession,
) -> Result<Json<Vec<AccountOnList>>, HttpError> {
    Ok(Json(app.accounts.accounts(&session).await?))
}

async fn close(
    State(app): State<AppState>,
    session: SignInSession,
    Path(id): Path<String>,
) -> Result<StatusCode, HttpError> {
    app.accounts.close_account(&session, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Every sort of problem, which is what a problem's `type` refers to.
async fn problems() -> Json<Vec<Details>> {
    Json(ProblemKind::ALL.into_iter().map(|kind| HttpError::new(kind, kind.title()).details()).collect())
}

impl Me {
    fn from_session(session: SignInSession) -> Self {
        let reads_as = match session.reader() {
            Reader::Mediator => "mediator",
            Reader::Party(_) => "party",
            Reader::Public => "public",
        };
        Self {
            account: session.account,
            name: session.name,
            role: session.role,
            person: session.person,
            reads_as,
            time_zone: session.time_zone,
            form_token: session.form_token,
        }
    }
}

fn signed(app: &AppState, signed: &Signed) -> Response {
    let cookies = signed.cookies(&app.settings).map(|cookie| (SET_COOKIE, cookie));
    (AppendHeaders(cookies), Json(Me::from_session(signed.session.clone()))).into_response()
}

fn signed_out(app: &AppState) -> Response {
    (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie::clear(&app.settings))]).into_response()
}

/// The JSON of a request; what is wrong with it is a problem, without the words that hold a secret.
struct Body<T>(T);

impl<T: serde::de::DeserializeOwned> FromRequest<AppState> for Body<T> {
    type Rejection = HttpError;

    async fn from_request(request: axum::extract::Request, app: &AppState) -> Result<Self, HttpError> {
        match Json::from_request(request, app).await {
            Ok(Json(request)) => Ok(Self(request)),
            Err(JsonRejection::JsonDataError(_)) => {
                Err(HttpError::new(ProblemKind::Invalid, "the JSON is not what is expected here")
                    .help("the schema is in `/api/v1/openapi.json`"))
            }
            Err(rejection) => Err(HttpError::of_status(rejection.status())),
        }
    }
}
