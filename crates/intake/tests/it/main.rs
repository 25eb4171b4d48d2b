//! Files of every form, sound and broken, made here.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

mod archives;
mod bad;
mod docx;
mod feed;
mod html;
mod mail;
mod pdf;
mod random;
mod targets;
mod written_pdf;
