//! Browsers that signed in before.
//!
//! Whoever signs in leaves a mark in the browser: a number that follows from a random one, and the account, under a code
//! that only this record can make. It opens nothing. It tells tries of somebody who was in from tries of anybody, and
//! which account is meant where two have the same name and password.

use super::roster::Roster;
use super::token::Token;
use data_encoding::HEXLOWER;
use subtle::ConstantTimeEq;

/// Bytes of what marks a browser.
const NONCE: usize = 16;

/// A browser that signed in to a name before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Device {
    /// What marks it: hexadecimal digits.
    pub nonce: String,
    /// The account that it signed in to last.
    pub account: String,
}

impl Device {
    /// A browser that was not known before and has signed in just now. What marks it follows from the token of its sign-in
    /// and does not lead back to that.
    pub fn new(token: &Token, account: &str) -> Self {
        let drawn = token.derive("mediant 2026 mark of a browser that signed in");
        let bytes: Vec<u8> = drawn.into_iter().take(NONCE).collect();
        Self { nonce: HEXLOWER.encode(&bytes), account: account.to_owned() }
    }

    /// The mark that such a text is for a name; `None` where it is none, or another name's.
    pub fn read(text: &str, roster: &Roster, name: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (nonce, account, code) = (parts.next()?, parts.next()?, parts.next()?);
        let device = Self { nonce: nonce.to_owned(), account: account.to_owned() };
        let code = blake3::Hash::from_hex(code).ok().filter(|_| parts.next().is_none())?;
        let own = roster.device_code(name, &device);
        bool::from(own.ct_eq(code.as_bytes())).then_some(device)
    }

    /// The mark that such a text is, whoever's name it is of.
    pub fn of_any_name(text: &str, roster: &Roster) -> Option<Self> {
        let account = roster.accounts.get(text.split('.').nth(1)?)?;
        Self::read(text, roster, &account.name)
    }

    /// The mark as a text that is a cookie's value: the id of an account is of letters and digits.
    pub fn text(&self, roster: &Roster, name: &str) -> String {
        let code = blake3::Hash::from_bytes(roster.device_code(name, self));
        format!("{}.{}.{}", self.nonce, self.account, code.to_hex())
    }
}
