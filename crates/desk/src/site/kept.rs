//! A form that was sent when nobody was signed in any more.
//!
//! It goes through the page to sign in on, sealed under the record's key for documents: whoever sits at the machine by then
//! cannot read it there. The id of a form's request says, under a code that only this record can make, to whose account the form
//! was served; so only that account gets back what was typed.

use crate::service::Desk;
use data_encoding::BASE64URL_NOPAD;
use mediant_pages::actions::{self, KEPT};
use mediant_pages::brief_form;
use mediant_pages::form::Sent;
use mediant_record::Command;
use subtle::ConstantTimeEq;

/// A form and of which kind it is.
pub(super) struct Kept {
    pub kind: &'static str,
    pub sent: Sent,
}

/// A form as one text under the seal.
pub(super) fn sealed(desk: &Desk, kind: &str, sent: &Sent) -> Option<String> {
    let of_every_form = [("request", &sent.request), ("return", &sent.back), ("page", &sent.page)];
    let mut plain = form_urlencoded::Serializer::new(String::new());
    plain.append_pair(KEPT, kind);
    for (name, value) in of_every_form {
        value.as_ref().map(|value| plain.append_pair(name, value));
    }
    plain.extend_pairs(&sent.fields);
    let sealed = desk.seal_form(plain.finish().as_bytes())?;
    Some(BASE64URL_NOPAD.encode(&sealed))
}

impl Kept {
    /// What lies under a seal; `None` where nothing of ours does.
    pub fn open(desk: &Desk, sealed: &str) -> Option<Self> {
        let plain = desk.open_form(BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?)?;
        let mut fields = form_urlencoded::parse(&plain).into_owned();
        let (_, kind) = fields.next().filter(|(name, _)| name == KEPT)?;
        let of_forms = actions::OF_REPORTS.iter().chain(actions::OF_ACCOUNTS.iter()).map(|(kind, _)| *kind);
        let mut known = Command::KINDS.iter().copied().chain(of_forms).chain([brief_form::KIND]);
        let kind = known.find(|known| *known == kind)?;
        Some(Self { kind, sent: Sent::new(fields) })
    }

    /// Whether the form was served to this account.
    pub fn is_of(&self, desk: &Desk, account: &str) -> bool {
        let served = self.sent.request.as_deref().and_then(|request| request.rsplit_once('-'));
        let Some((drawn, code)) = served.and_then(|(served, _)| served.split_once('-')) else { return false };
        let own = code_of(desk, drawn, account);
        !own.is_empty() && bool::from(own.as_bytes().ct_eq(code.as_bytes()))
    }
}

/// What the ids of a page's requests begin with, as the page is served to an account once.
pub(super) fn served_to(desk: &Desk, account: &str) -> String {
    let drawn = desk.world().id();
    let code = code_of(desk, &drawn, account);
    format!("{drawn}-{code}")
}

/// Digits of the code: 128 bits.
const CODE_DIGITS: usize = 32;

fn code_of(desk: &Desk, drawn: &str, account: &str) -> String {
    desk.code_of_form(drawn, account).chars().take(CODE_DIGITS).collect()
}
