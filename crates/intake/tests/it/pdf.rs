//! PDF with a text layer, and without.

use crate::written_pdf::{Words, from_streams, pdf, with_font};
use mediant_intake::{Form, Incoming, IntakeError, Limits};
use mediant_reader::report::Options;

fn opened(bytes: &[u8]) -> Result<Incoming, IntakeError> {
    mediant_intake::pdf::open(bytes, &Limits::default())
}

/// Lines of ten points, one below the other.
fn column<'a>(x: f64, top: f64, lines: &[&'a str]) -> Vec<Words<'a>> {
    let mut y = top;
    let mut words = Vec::new();
    for line in lines {
        if !line.is_empty() {
            words.push((x, y, 10.0, *line));
        }
        y -= 12.0;
    }
    words
}

#[test]
fn lines_become_paragraphs() {
    let page = column(
        72.0,
        760.0,
        &[
            "date 2031-05-14",
            "",
            "The envoys of Veldria and Norland met in Bern on Tuesday for",
            "talks about the harbour (of Korsk).",
            "",
            "They will meet again on 21 May.",
        ],
    );
    let incoming = opened(&pdf(&[page], "/Title (Talks in Bern) /Author (Ana Petri)", "")).unwrap();
    assert_eq!(
        incoming.text,
        "date 2031-05-14\n\nThe envoys of Veldria and Norland met in Bern on Tuesday for talks about the harbour (of Korsk).\n\n\
         They will meet again on 21 May.\n"
    );
    assert_eq!(incoming.form, Form::Pdf);
    assert_eq!(incoming.title.as_deref(), Some("Talks in Bern"));
    assert_eq!(incoming.byline.as_deref(), Some("Ana Petri"));
    assert_eq!(incoming.report(&Options::default()).unwrap().date().to_string(), "2031-05-14");
}

#[test]
fn words_are_parted_by_gaps_and_not_by_how_letters_are_drawn() {
    // A gap in an array, a move, words drawn apart, letters drawn apart, letters drawn with space between them.
    let stream = "BT /F1 10 Tf 72 700 Td [(The) -300 (env) 12 (oys)] TJ 60 0 Td (met) Tj 20 0 Td (in) Tj ET\n\
        BT /F1 10 Tf 72 688 Td (B) Tj 6.67 0 Td (er) Tj 8.89 0 Td (n.) Tj ET\n\
        BT /F1 10 Tf 0.4 Tc 72 676 Td (Spread) Tj 0 Tc ET";
    let incoming = opened(&from_streams(&[stream.to_owned()], "", "")).unwrap();
    assert_eq!(incoming.text, "The envoys met in Bern. Spread\n");
}

/// As browsers print: letters by number, and the widths of neighbours said once.
#[test]
fn widths_of_letters_are_understood_however_a_font_lists_them() {
    let letters: String = "met in Bern".chars().map(|c| format!("{:04X}", u32::from(c))).collect();
    // Two runs: the second where the first ends, a little nearer as of letters that are set close.
    let stream =
        format!("BT /F1 10 Tf 72 700 Td <{}> Tj 49.8 0 Td <{}> Tj ET", &letters[..40], &letters[40..]);
    for widths in
        ["[32 122 500]", "[32 [500] 33 122 500]", "[32 100 500 101 [500 500 500 500 500] 106 122 500]"]
    {
        let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange \
            1 beginbfrange <0020> <007A> <0020> endbfrange endcmap";
        let needed = [
            format!(
                "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) \
                 /Supplement 0 >> /FontDescriptor 9 0 R /DW 0 /W {widths} >>"
            ),
            format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len()),
            "<< /Type /FontDescriptor /FontName /A /Flags 4 >>".to_owned(),
        ];
        let font = "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>";
        let file = with_font(std::slice::from_ref(&stream), (font, &needed), "", "");
        assert_eq!(opened(&file).unwrap().text, "met in Bern\n", "{widths}");
    }
}

#[test]
fn a_column_is_read_before_the_next() {
    let mut page = column(72.0, 700.0, &["The envoys met in", "Bern on Tuesday."]);
    page.extend(column(320.0, 700.0, &["They left on", "Wednesday."]));
    assert_eq!(
        opened(&pdf(&[page], "", "")).unwrap().text,
        "The envoys met in Bern on Tuesday.\n\nThey left on Wednesday.\n"
    );
}

#[test]
fn a_sentence_goes_on_overleaf_and_what_every_page_repeats_is_left_out() {
    let lines = ["The envoys met in", "Bern. They said", "that the harbour of", "Korsk is not for"];
    let numbers = ["Page 1 of 4", "Page 2 of 4", "Page 3 of 4", "Page 4 of 4"];
    let pages: Vec<Vec<Words<'_>>> = lines
        .iter()
        .zip(numbers)
        .map(|(line, number)| {
            vec![(72.0, 800.0, 8.0, "The Gazette"), (72.0, 700.0, 10.0, *line), (72.0, 30.0, 8.0, number)]
        })
        .collect();
    assert_eq!(
        opened(&pdf(&pages, "", "")).unwrap().text,
        "The envoys met in Bern. They said that the harbour of Korsk is not for\n"
    );
}

#[test]
fn the_day_on_which_a_file_was_made_is_no_report_s_day() {
    let page = column(72.0, 700.0, &["The envoys met in Bern."]);
    let incoming = opened(&pdf(&[page], "/CreationDate (D:20310512093000+02'00')", "")).unwrap();
    let fault = incoming.report(&Options::default()).unwrap_err();
    assert!(matches!(&fault, IntakeError::OnlyMade { made, .. } if made == "2031-05-12"), "{fault}");
}

#[test]
fn pictures_locks_and_damage_are_told_apart() {
    let scanned = from_streams(&["q 500 0 0 700 40 60 cm Q".to_owned()], "", "");
    assert_eq!(opened(&scanned).unwrap_err(), IntakeError::NoText(Form::Pdf));
    let locked = pdf(
        &[column(72.0, 700.0, &["The envoys met."])],
        "",
        "/ID [<0123456789abcdef0123456789abcdef> <0123456789abcdef0123456789abcdef>] /Encrypt << /Filter /Standard /V 2 /R 3 \
         /Length 128 /P -44 /O <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> \
         /U <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> >>",
    );
    assert_eq!(opened(&locked).unwrap_err(), IntakeError::Encrypted(Form::Pdf));
    assert!(matches!(opened(b"%PDF-1.4\nnothing").unwrap_err(), IntakeError::Broken { .. }));
    let unknown =
        from_streams(&["BT /F1 10 Tf 72 700 Td (\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}) Tj ET".to_owned()], "", "");
    assert!(matches!(opened(&unknown).unwrap_err(), IntakeError::NoLetters | IntakeError::NoText(Form::Pdf)));
}
