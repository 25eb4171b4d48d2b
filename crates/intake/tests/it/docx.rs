//! Word documents.

use crate::archives::{document, docx, paragraph, zip};
use mediant_intake::{Form, Incoming, IntakeError, Limits, open};
use mediant_reader::report::{Options, ReportError};

fn one(bytes: &[u8]) -> Incoming {
    open("minutes.docx", bytes, &Limits::default()).unwrap().remove(0)
}

fn refused(bytes: &[u8]) -> IntakeError {
    open("minutes.docx", bytes, &Limits::default()).unwrap_err()
}

#[test]
fn a_document_reads_as_with_all_changes_accepted() {
    let body = [
        paragraph("date 2031-05-14"),
        "<w:p><w:r><w:t xml:space=\"preserve\">The envoys </w:t></w:r><w:del><w:r><w:delText>did not \
         meet</w:delText></w:r></w:del><w:ins><w:r><w:t>met</w:t></w:r></w:ins><w:r><w:t> in Bern&#8217;s \
         &amp;</w:t><w:noBreakHyphen/><w:t>hall.</w:t></w:r></w:p>"
            .to_owned(),
        "<w:p><w:moveFrom><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r>\
         <w:r><w:rPr><w:vanish w:val=\"false\"/></w:rPr><w:t>Shown</w:t><w:br/><w:t>below.</w:t></w:r></w:p>"
            .to_owned(),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("Cell."), paragraph("Other.")),
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p></w:txbxContent>\
         </mc:Choice><mc:Fallback><w:p><w:r><w:t>A box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>"
            .to_owned(),
        "<w:p><w:r><w:instrText>PAGE 1</w:instrText></w:r></w:p>".to_owned(),
    ];
    let incoming = one(&docx(&body.concat()));
    assert_eq!(
        incoming.text,
        "date 2031-05-14\n\nThe envoys met in Bern’s &-hall.\n\nShown below.\n\nCell.\n\nOther.\n\nA box.\n"
    );
    assert_eq!(incoming.form, Form::Word);
    assert_eq!(incoming.title.as_deref(), Some("Minutes & decisions"));
    assert_eq!(incoming.byline.as_deref(), Some("Ana Petri"));
    assert_eq!(incoming.report(&Options::default()).unwrap().date().to_string(), "2031-05-14");
}

#[test]
fn the_day_on_which_a_file_was_made_is_no_report_s_day() {
    let incoming = one(&docx(&paragraph("The envoys met in Bern on Tuesday.")));
    let fault = incoming.report(&Options::default()).unwrap_err();
    assert!(matches!(&fault, IntakeError::OnlyMade { made, .. } if made == "2031-05-12"), "{fault}");
    assert!(fault.to_string().contains("--date 2031-05-12"), "{fault}");
    let date = jiff::civil::date(2031, 5, 14);
    let given = Options { date: Some(date), ..Options::default() };
    assert_eq!(incoming.report(&given).unwrap().date(), date);
}

#[test]
fn the_main_part_is_the_one_that_the_archive_names() {
    let relations = b"<Relationships><Relationship Type=\"x/officeDocument\" Target=\"/word/other.xml\"/></Relationships>";
    let other = document(&paragraph("Here."));
    let decoy = document(&paragraph("Not here."));
    let file = zip(&[
        ("_rels/.rels", relations),
        ("word/document.xml", decoy.as_bytes()),
        ("word/other.xml", other.as_bytes()),
    ]);
    assert_eq!(one(&file).text, "Here.\n");
}

#[test]
fn archives_that_are_no_document_are_named() {
    let mut what = Vec::new();
    for name in ["xl/workbook.xml", "content.xml", "ppt/presentation.xml", "readme.txt"] {
        let IntakeError::OtherForm(is) = refused(&zip(&[(name, b"<x/>")])) else { panic!("{name}") };
        what.push(is);
    }
    what.dedup();
    assert_eq!(what.len(), 4);
}

#[test]
fn a_document_without_text_and_one_that_is_cut_off_are_refused() {
    assert_eq!(refused(&docx("")), IntakeError::NoText(Form::Word));
    let whole = docx(&paragraph("The envoys met."));
    for end in [4, 30, whole.len() / 2, whole.len() - 1] {
        assert!(matches!(refused(&whole[..end]), IntakeError::Broken { .. }), "{end}");
    }
    let unclosed = zip(&[("word/document.xml", b"<w:document><w:p></w:q>")]);
    assert!(matches!(refused(&unclosed), IntakeError::Broken { .. }));
}

#[test]
fn what_unpacks_to_a_gigabyte_is_stopped_early() {
    // Spaces within words: one letter repeated packs a thousand to one.
    let mut body = paragraph("The envoys met.");
    body.push_str(&paragraph(&" ".repeat(20_000_000)));
    let bomb = docx(&body);
    assert!(bomb.len() < 100_000);
    assert_eq!(refused(&bomb), IntakeError::Unpacked { limit: Limits::default().unpacked });
}

#[test]
fn entities_of_its_own_many_files_and_depth_are_refused() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><w:document><w:p>\
                <w:r><w:t>&b;</w:t></w:r></w:p></w:document>";
    assert!(matches!(refused(&zip(&[("word/document.xml", bomb.as_bytes())])), IntakeError::Broken { .. }));
    let deep = docx(&format!("{}{}", "<w:sdt>".repeat(100_000), "</w:sdt>".repeat(100_000)));
    assert!(matches!(refused(&deep), IntakeError::TooDeep { .. }));
    let names: Vec<String> = (0..5000).map(|number| format!("word/{number}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(matches!(refused(&zip(&many)), IntakeError::TooMany { .. }));
}

#[test]
fn control_characters_of_a_document_are_named_with_their_place() {
    let incoming = one(&docx(&(paragraph("date 2031-05-14") + &paragraph("The envoys&#27;[31m met."))));
    let fault = incoming.report(&Options::default()).unwrap_err();
    assert!(matches!(fault, IntakeError::Text(ReportError::Control { place, code: 27 }) if place.line == 3));
}
