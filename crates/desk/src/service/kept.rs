//! Forms that are kept for their authors outside of the record: sealed, and held by nobody but a page.

use super::Desk;
use mediant_record::store::Document;

/// As what a kept form is sealed. No document of this collection is ever stored.
const COLLECTION: &str = "forms";
const ID: &str = "kept";

impl Desk {
    /// A form under the key of the documents; `None` where there is no such key, or the form is too long for it.
    pub fn seal_form(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let mut random = |bytes: &mut [u8]| self.inner.world.fill(bytes);
        self.inner.keyring().seal_document(COLLECTION, ID, 1, plain, &mut random).ok()
    }

    /// What was sealed so; `None` for anything else.
    pub fn open_form(&self, sealed: Vec<u8>) -> Option<Vec<u8>> {
        let sealed = Document { id: ID.to_owned(), version: 1, content: sealed };
        self.inner.keyring().open_document(COLLECTION, &sealed).ok()
    }

    /// A code that shows to whose account a page's forms were served: hexadecimal digits that only this record can make.
    pub fn code_of_form(&self, served: &str, account: &str) -> String {
        let name = format!("a form served to {account}");
        let digest = self.inner.keyring().request_digest(&name, served.as_bytes()).ok();
        let written = digest.and_then(|digest| serde_json::to_value(digest).ok());
        written.and_then(|written| written.as_str().map(str::to_owned)).unwrap_or_default()
    }
}
