//! Files of every form, sound and broken, made here.

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
