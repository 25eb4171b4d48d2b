//! `mediant verify`: a certificate held against the files it is about, without any solver.

use crate::arguments::Verify;
use crate::failure::Failure;
use crate::{input, screen};
use mediant_formats::Diagnostic;

/// Prints every claim that holds; refuses the certificate as a whole where one does not.
pub fn run(arguments: &Verify) -> Result<(), Failure> {
    let name = arguments.certificate.display().to_string();
    let certificate = input::certificate(&arguments.certificate)?;
    let posed = input::posed(&arguments.input, None, arguments.date)?;
    let claims = mediant_check::verify_json(&posed.problem, &certificate).map_err(|refused| {
        let help = "the certificate is damaged, or it is about other files or another date";
        Failure::Input(vec![Diagnostic::of_file(name, refused.to_string()).help(help)])
    })?;
    let mut text = String::new();
    for claim in &claims {
        text.push_str(&format!("proven: {}\n", claim));
    }
    // Where nothing that was stated decides, a certificate has nothing to prove; "holds" would read like a proof.
    text.push_str(&match claims.len() {
        0 => "nothing is proven: the certificate makes no claim\n".to_owned(),
        1 => "the certificate holds: 1 claim checked\n".to_owned(),
        count => format!("the certificate holds: {count} claims checked\n"),
    });
    screen::print(&text)
}
