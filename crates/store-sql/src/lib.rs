//! What the stores in SQL share: the schema, the queries, the rows, and the wait for what is new.
//!
//! Both databases run the same text. What is said differently, such as how an append is carried out and how a table
//! is made append-only, stands in `mediant-store-sqlite` and `mediant-store-postgres`.

pub mod fault;
pub mod growth;
pub mod query;
pub mod row;
pub mod schema;
mod store;
