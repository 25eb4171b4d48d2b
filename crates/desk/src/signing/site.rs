//! Passkeys are of this desk's own page.

use crate::settings::Settings;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use mediant_record::key::RegisterKey;
use mediant_record::{Command, CommandError};

/// Refuses a passkey that is registered for another page than this desk's.
///
/// # Errors
/// It is bound to another origin, or to a domain that the origin is not in.
pub(crate) fn check(settings: &Settings, headers: &HeaderMap, command: &Command) -> Result<(), CommandError> {
    let Command::RegisterKey(RegisterKey { site: Some(site), .. }) = command else { return Ok(()) };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let own = match &settings.origin {
        Some(origin) => vec![origin.trim_end_matches('/').to_owned()],
        None => vec![format!("https://{host}"), format!("http://{host}")],
    };
    if !own.iter().any(|own| own.eq_ignore_ascii_case(&site.origin)) {
        return Err(CommandError::invalid("site.origin", "this passkey is of another page than this desk's")
            .help("make it on this desk's page of the keys"));
    }
    let name = site.origin.split_once("://").map_or("", |(_, host)| host);
    let name = name.rsplit_once(':').map_or(name, |(name, _)| name);
    let within = name.strip_suffix(site.relying_party.as_str());
    if !within.is_some_and(|rest| rest.is_empty() || rest.ends_with('.')) {
        return Err(CommandError::invalid("site.relying_party", "this domain is not the one of the page")
            .help("make the passkey on this desk's page of the keys"));
    }
    Ok(())
}
