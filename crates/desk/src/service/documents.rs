//! Documents that lie sealed beside the record: accounts, reports, where the record ends.

use super::{Desk, OpenError};
use mediant_record::store::Document;

impl Desk {
    /// A document of the document store, opened, with its version.
    ///
    /// # Errors
    /// The store does not answer, or the document was altered.
    pub async fn document(&self, collection: &str, id: &str) -> Result<Option<(u64, Vec<u8>)>, OpenError> {
        let Some(document) = self.inner.store.document(collection, id).await? else { return Ok(None) };
        let plain = self.inner.keyring().open_document(collection, &document)?;
        Ok(Some((document.version, plain)))
    }

    /// The documents of a collection after an id, opened: id, version, content.
    ///
    /// # Errors
    /// As [`Desk::document`].
    pub async fn documents_after(
        &self,
        collection: &str,
        id: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, u64, Vec<u8>)>, OpenError> {
        let documents = self.inner.store.documents_after(collection, id, limit).await?;
        let keyring = self.inner.keyring();
        let open = |document: Document| {
            let plain = keyring.open_document(collection, &document)?;
            Ok((document.id, document.version, plain))
        };
        documents.into_iter().map(open).collect()
    }

    /// Seals a document and puts it into the documents, over the version that the caller knows (0: none). Its new version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`](mediant_record::store::StoreError::Conflict) when it has another version; the store does not answer.
    pub async fn put_document(
        &self,
        collection: &str,
        id: &str,
        known: u64,
        plain: &[u8],
    ) -> Result<u64, OpenError> {
        let sealed = {
            let keyring = self.inner.keyring();
            let mut random = |bytes: &mut [u8]| self.inner.world.fill(bytes);
            keyring.seal_document(collection, id, known + 1, plain, &mut random)?
        };
        Ok(self.inner.store.put_document(collection, id, known, &sealed).await?)
    }

    /// Takes a document out of the document store. Whether it was there.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn remove_document(&self, collection: &str, id: &str) -> Result<bool, OpenError> {
        Ok(self.inner.store.remove_document(collection, id).await?)
    }
}
