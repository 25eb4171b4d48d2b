//! Mails.

use mediant_intake::{Form, Incoming, IntakeError, Limits, open};
use mediant_reader::report::Options;

fn opened(mail: &str) -> Result<Incoming, IntakeError> {
    open("release.eml", mail.replace('\n', "\r\n").as_bytes(), &Limits::default())
        .map(|mut all| all.remove(0))
}

const HEAD: &str = "Received: from a.example by b.example; Wed, 14 May 2031 23:55:00 +0200\n\
    From: =?UTF-8?Q?Ana_Petr=C3=AD?= <ana@ministry.example>\nTo: press@list.example\n\
    Subject: =?ISO-8859-1?Q?Talks_in_Gen=E8ve?= go on\nDate: Wed, 14 May 2031 23:50:00 +0200\nMIME-Version: 1.0\n";

#[test]
fn a_mail_with_parts_gives_its_plain_text_and_says_what_it_left() {
    let mail = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=\"outer\"\n\nThis is a message in MIME format.\n--outer\n\
         Content-Type: multipart/alternative;\n boundary=inner\n\n--inner\nContent-Type: text/plain; charset=windows-1252\n\
         Content-Transfer-Encoding: quoted-printable\n\nThe envoys met in Gen=E8ve. =93We will not sell,=94 the minister sa=\nid.\n\n\
         They left.\n\n> An older mail said\n> that they would not.\n\n-- \nThe press office\n--inner\nContent-Type: text/html\n\n\
         <p>The <b>HTML</b> of it.</p>\n--inner--\n--outer\nContent-Type: application/pdf; name=\"release.pdf\"\n\
         Content-Disposition: attachment; filename=\"rele\u{7}ase.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--outer--\n"
    );
    let incoming = opened(&mail).unwrap();
    assert_eq!(
        incoming.text,
        "The envoys met in Genève. “We will not sell,” the minister said.\n\nThey left.\n"
    );
    assert_eq!(incoming.form, Form::Mail);
    assert_eq!(incoming.title.as_deref(), Some("Talks in Genève go on"));
    assert_eq!(incoming.byline.as_deref(), Some("Ana Petrí"));
    assert_eq!(incoming.report(&Options::default()).unwrap().date().to_string(), "2031-05-14");
    assert_eq!(incoming.unread.len(), 1);
    assert!(incoming.unread[0].contains("ase.pdf") && !incoming.unread[0].contains('\u{7}'));
}

#[test]
fn a_mail_of_one_part_is_read_whatever_its_letters() {
    let plain = opened(&format!("{HEAD}\nThe envoys met.\nThey left.\n")).unwrap();
    assert_eq!(plain.text, "The envoys met. They left.\n");
    let html = opened(&format!(
        "{HEAD}Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\
         PGRpdiBzdHlsZT0iZGlzcGxheTpub25lIj5QcmV2aWV3PC9kaXY+PHA+VGhlIGVudm95cyBtZXQuPC9wPjxwPlRoZXkgbGVmdC48L3A+\n"
    ));
    assert_eq!(html.unwrap().text, "The envoys met.\n\nThey left.\n");
    let koi8 = format!(
        "{HEAD}Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n=F0=D2=C9=D7=C5=D4\n"
    );
    assert_eq!(opened(&koi8).unwrap().text, "Привет\n");
}

#[test]
fn a_mail_cut_off_within_its_parts_keeps_what_came() {
    let mail = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nThe envoys met.\n"
    );
    assert_eq!(opened(&mail).unwrap().text, "The envoys met.\n");
}

#[test]
fn a_mail_in_a_mail_is_refused_however_it_is_packed() {
    let inner = format!("{HEAD}\nThe envoys met.\n");
    for encoding in ["", "Content-Transfer-Encoding: base64\n"] {
        let mail = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee below.\n--x\n\
             Content-Type: Message/RFC822\n{encoding}\n{inner}\n--x--\n"
        );
        assert_eq!(opened(&mail), Err(IntakeError::HoldsMail));
    }
    let digest = format!("{HEAD}Content-Type: multipart/digest; boundary=x\n\n--x\n\n{inner}\n--x--\n");
    assert_eq!(opened(&digest), Err(IntakeError::HoldsMail));
    assert_eq!(
        opened(&format!("{HEAD}Content-Type: message/rfc822\n\n{inner}")),
        Err(IntakeError::HoldsMail)
    );
}

#[test]
fn locked_and_empty_mails_are_refused() {
    let locked = format!("{HEAD}Content-Type: multipart/encrypted; boundary=x\n\n--x\n\nabc\n--x--\n");
    assert_eq!(opened(&locked), Err(IntakeError::Encrypted(Form::Mail)));
    let smime = format!("{HEAD}Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nabc\n");
    assert_eq!(opened(&smime), Err(IntakeError::Encrypted(Form::Mail)));
    assert_eq!(opened(&format!("{HEAD}\n\n")), Err(IntakeError::NoText(Form::Mail)));
    let picture = format!("{HEAD}Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nabc\n");
    assert_eq!(opened(&picture), Err(IntakeError::NoText(Form::Mail)));
    let endless = format!("{HEAD}Content-Type: multipart/mixed\n\nThe envoys met.\n");
    assert!(matches!(opened(&endless), Err(IntakeError::Broken { .. })));
}

#[test]
fn parts_within_parts_end_somewhere() {
    let mut mail = HEAD.to_owned();
    for number in 0..20_000 {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"));
    }
    mail.push_str("Content-Type: text/plain\n\nThe envoys met.\n");
    assert!(matches!(opened(&mail), Err(IntakeError::TooDeep { .. })));
    let flat = format!("{HEAD}Content-Type: multipart/mixed; boundary=x\n\n{}", "--x\n\nx\n".repeat(100_000));
    assert!(matches!(opened(&flat), Err(IntakeError::TooMany { .. })));
    // One boundary for every depth.
    let same = format!("{HEAD}{}", "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(20_000));
    assert!(opened(&same).is_err());
}

#[test]
fn a_day_that_the_calendar_does_not_have_is_said() {
    let mail = format!("{}\nThe envoys met.\n", HEAD.replace("14 May 2031 23:50", "31 Jun 2031 23:50"));
    let incoming = opened(&mail).unwrap();
    assert!(matches!(incoming.report(&Options::default()), Err(IntakeError::NoSuchDay { .. })));
}
