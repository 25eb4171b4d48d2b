//! Every message of the catalogue, by room: made by `build.rs` from `locales/en`.
#![allow(unused_imports, reason = "a room has what it has messages for")]
#![allow(non_camel_case_types, reason = "a message goes by the name that it has in the catalogue")]

use crate::language::Language;
use crate::message::{Category, Key, Number, Piece, Shown, Text, Value};
use maud::Markup;

include!(concat!(env!("OUT_DIR"), "/rooms.rs"));
