//! The part of a store that both databases carry out alike.

/// Implements [`mediant_record::store::Store`] for a type by way of its own `append_batch`, `beyond`, `held`,
/// `readers`, `writers`, `begin`, `settled`, `sweep` and `folded_in`, of its function `written`, which writes documents in a
/// transaction (see [`crate::documents_in_sql`]), and of its queries `MASTER_TO_ADD` and `MASTER_TO_CHANGE`, which read
/// the mark of the master key so that nobody changes it before the transaction ends.
///
/// A macro, not generic code: over `sqlx::Database`, the bounds would be longer than the methods.
#[macro_export]
macro_rules! store_in_sql {
    ($store:ty) => {
        const _: () = {
            use mediant_record::Compartment;
            use mediant_record::order::no_key_of;
            use mediant_record::store::{
                Batch, Document, DocumentWrite, Held, Hold, MasterMark, SealedEntry, Store, StoreError,
                WrappedKey,
            };
            use $crate::{fault::of_database, query, row};

            #[async_trait::async_trait]
            impl Store for $store {
                async fn append(&self, batch: &Batch) -> Result<(), StoreError> {
                    self.append_batch(batch).await
                }

                async fn entries_after(
                    &self,
                    position: u64,
                    limit: usize,
                ) -> Result<Vec<SealedEntry>, StoreError> {
                    let rows: Vec<row::EntryRow> = sqlx::query_as(query::ENTRIES_AFTER)
                        .bind(row::at_most(position))
                        .bind(row::limit(limit))
                        .fetch_all(self.readers())
                        .await
                        .map_err(of_database)?;
                    rows.into_iter().map(row::entry).collect()
                }

                async fn stream_after(
                    &self,
                    compartment: &Compartment,
                    sequence: u64,
                    limit: usize,
                ) -> Result<Vec<SealedEntry>, StoreError> {
                    let rows: Vec<row::EntryRow> = sqlx::query_as(query::STREAM_AFTER)
                        .bind(compartment.name())
                        .bind(row::at_most(sequence))
                        .bind(row::limit(limit))
                        .fetch_all(self.readers())
                        .await
                        .map_err(of_database)?;
                    rows.into_iter().map(row::entry).collect()
                }

                async fn wait_beyond(&self, position: u64) -> Result<(), StoreError> {
                    self.beyond(position).await
                }

                async fn keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
                    let rows: Vec<row::KeyRow> =
                        sqlx::query_as(query::KEYS).fetch_all(self.readers()).await.map_err(of_database)?;
                    row::keys(rows)
                }

                async fn hold(&self, how: Hold) -> Result<Held, StoreError> {
                    self.held(how).await
                }

                async fn note_master(&self, mark: &MasterMark) -> Result<(), StoreError> {
                    sqlx::query(query::NOTE_MASTER)
                        .bind(&mark.0[..])
                        .execute(self.writers())
                        .await
                        .map_err(of_database)?;
                    let noted = sqlx::query_scalar(query::MASTER).fetch_one(self.writers()).await;
                    if row::mark(noted.map_err(of_database)?)? == *mark {
                        Ok(())
                    } else {
                        Err(StoreError::Rekeyed)
                    }
                }

                async fn add_key(
                    &self,
                    key: &WrappedKey,
                    under: Option<&MasterMark>,
                ) -> Result<(), StoreError> {
                    let added = async {
                        let mut transaction = self.begin().await?;
                        if let Some(under) = under {
                            let noted =
                                sqlx::query_scalar(Self::MASTER_TO_ADD).fetch_optional(&mut *transaction);
                            row::same_master(noted.await.map_err(of_database)?, under)?;
                        }
                        let added = sqlx::query(query::ADD_KEY)
                            .bind(row::stream_of(key.compartment.as_ref()))
                            .bind(&key.nonce[..])
                            .bind(&key.wrapped)
                            .execute(&mut *transaction)
                            .await
                            .map_err(of_database)?;
                        transaction.commit().await.map_err(of_database)?;
                        if added.rows_affected() == 0 { Err(StoreError::Conflict) } else { Ok(()) }
                    };
                    self.settled(added.await).await
                }

                async fn rewrap_keys(
                    &self,
                    keys: &[WrappedKey],
                    from: &MasterMark,
                    to: &MasterMark,
                ) -> Result<(), StoreError> {
                    let rewrapped = async {
                        let mut transaction = self.begin().await?;
                        sqlx::query(query::NOTE_MASTER)
                            .bind(&from.0[..])
                            .execute(&mut *transaction)
                            .await
                            .map_err(of_database)?;
                        let noted =
                            sqlx::query_scalar(Self::MASTER_TO_CHANGE).fetch_optional(&mut *transaction);
                        row::same_master(noted.await.map_err(of_database)?, from)?;
                        for key in keys {
                            let rewrapped = sqlx::query(query::REWRAP_KEY)
                                .bind(row::stream_of(key.compartment.as_ref()))
                                .bind(&key.nonce[..])
                                .bind(&key.wrapped)
                                .execute(&mut *transaction)
                                .await
                                .map_err(of_database)?;
                            if rewrapped.rows_affected() == 0 {
                                return Err(no_key_of(key.compartment.as_ref()));
                            }
                        }
                        let count = sqlx::query_scalar(query::KEYS_COUNT).fetch_one(&mut *transaction).await;
                        if row::count(count.map_err(of_database)?)? != keys.len() as u64 {
                            return Err(StoreError::Conflict);
                        }
                        sqlx::query(query::CHANGE_MASTER)
                            .bind(&to.0[..])
                            .execute(&mut *transaction)
                            .await
                            .map_err(of_database)?;
                        transaction.commit().await.map_err(of_database)
                    };
                    self.settled(rewrapped.await).await?;
                    // What the old master key opens goes as well: it may be the reason to wrap anew.
                    self.sweep().await
                }

                async fn destroy_key(&self, compartment: &Compartment) -> Result<(), StoreError> {
                    sqlx::query(query::DESTROY_KEY)
                        .bind(compartment.name())
                        .execute(self.writers())
                        .await
                        .map_err(of_database)?;
                    // Not only when this call destroyed it: the one before may have failed to sweep.
                    let destroyed: i64 = sqlx::query_scalar(query::DESTROYED)
                        .bind(compartment.name())
                        .fetch_one(self.writers())
                        .await
                        .map_err(of_database)?;
                    if destroyed == 0 { Ok(()) } else { self.sweep().await }
                }

                async fn document(&self, collection: &str, id: &str) -> Result<Option<Document>, StoreError> {
                    let row: Option<row::DocumentRow> = sqlx::query_as(query::DOCUMENT)
                        .bind(collection)
                        .bind(id)
                        .fetch_optional(self.readers())
                        .await
                        .map_err(of_database)?;
                    row.map(row::document).transpose()
                }

                async fn documents_after(
                    &self,
                    collection: &str,
                    id: Option<&str>,
                    limit: usize,
                ) -> Result<Vec<Document>, StoreError> {
                    let documents = sqlx::query_as(if id.is_some() {
                        query::DOCUMENTS_AFTER
                    } else {
                        query::FIRST_DOCUMENTS
                    });
                    let documents = documents.bind(collection).bind(row::limit(limit));
                    let documents = if let Some(id) = id { documents.bind(id) } else { documents };
                    let rows: Vec<row::DocumentRow> =
                        documents.fetch_all(self.readers()).await.map_err(of_database)?;
                    rows.into_iter().map(row::document).collect()
                }

                async fn collections(&self) -> Result<Vec<String>, StoreError> {
                    sqlx::query_scalar(query::COLLECTIONS)
                        .fetch_all(self.readers())
                        .await
                        .map_err(of_database)
                }

                async fn put_document(
                    &self,
                    collection: &str,
                    id: &str,
                    known: u64,
                    content: &[u8],
                ) -> Result<u64, StoreError> {
                    let put =
                        sqlx::query(if known == 0 { query::PUT_FIRST_DOCUMENT } else { query::PUT_DOCUMENT });
                    let put = put.bind(collection).bind(id).bind(content);
                    let put = if known == 0 { put } else { put.bind(row::at_most(known)) };
                    let written = put.execute(self.writers()).await.map_err(of_database)?;
                    if written.rows_affected() == 0 { Err(StoreError::Conflict) } else { Ok(known + 1) }
                }

                async fn put_documents(&self, writes: &[DocumentWrite]) -> Result<(), StoreError> {
                    if writes.is_empty() {
                        return Ok(());
                    }
                    let put = async {
                        let mut transaction = self.begin().await?;
                        written(writes, &mut transaction).await?;
                        transaction.commit().await.map_err(of_database)
                    };
                    self.settled(put.await).await
                }

                async fn fold_in(&self) -> Result<(), StoreError> {
                    self.folded_in().await
                }

                async fn remove_document(&self, collection: &str, id: &str) -> Result<bool, StoreError> {
                    let removed = sqlx::query(query::REMOVE_DOCUMENT)
                        .bind(collection)
                        .bind(id)
                        .execute(self.writers())
                        .await
                        .map_err(of_database)?;
                    Ok(removed.rows_affected() > 0)
                }
            }
        };
    };
}

/// The function `written` of a store: writes documents in a transaction of this database, in their order.
#[macro_export]
macro_rules! documents_in_sql {
    ($connection:ty) => {
        /// Writes documents. After a conflict the transaction is to be dropped.
        pub(crate) async fn written(
            writes: &[mediant_record::store::DocumentWrite],
            connection: &mut $connection,
        ) -> Result<(), mediant_record::store::StoreError> {
            use $crate::{fault::of_database, query, row};
            for write in writes {
                let put = sqlx::query(if write.known == 0 {
                    query::WRITE_FIRST_DOCUMENT
                } else {
                    query::WRITE_DOCUMENT
                });
                let put = put
                    .bind(&write.collection)
                    .bind(&write.document.id)
                    .bind(row::at_most(write.document.version))
                    .bind(&write.document.content);
                let put = if write.known == 0 { put } else { put.bind(row::at_most(write.known)) };
                let written = put.execute(&mut *connection).await.map_err(of_database)?;
                if written.rows_affected() == 0 {
                    return Err(mediant_record::store::StoreError::Conflict);
                }
            }
            Ok(())
        }
    };
}
