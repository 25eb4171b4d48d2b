//! Holding what was signed against the table, in the moment in which it is recorded.

use super::act::{Signer, Told, filled};
use super::keys::key_of;
use super::{deed, unfit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use mediant_attest::{Act, Assertion, AttestError, Digest, Envelope, Pin};
use mediant_model::Date;
use mediant_record::key::{ActDigest, ActSigned, KeyId, KeyOnRecord};
use mediant_record::{Actor, Command, CommandError, State};
use serde::Deserialize;
use serde_json::Value;

/// For so long an act may be on its way: it is read, and signed on another machine.
const ACT_AGE_MAX: SignedDuration = SignedDuration::from_hours(1);
/// So much may a signer's clock be ahead.
const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(5);
/// What names a case, a mandate or a package is so many hexadecimal digits long.
const ID_DIGITS: usize = 24;

/// A signature that came with a command: an envelope, or what a browser answered to an act.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature(Form);

#[derive(Clone, PartialEq, Eq)]
enum Form {
    Envelope(Box<Envelope>),
    Assertion { act: Box<Act>, assertion: Assertion },
}

/// What a page sends of a passkey's answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    act: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
}

impl Signature {
    /// The signature of a command's field `signed`.
    ///
    /// # Errors
    /// It is neither of the two, or has members besides.
    pub fn read(signed: &Value) -> Result<Self, CommandError> {
        let refused = |why: String| {
            CommandError::invalid("signed", why)
                .help("give the envelope that `mediant sign` wrote, as it is, or what the passkey answered")
        };
        if signed.get("mediant_envelope").is_some() {
            let envelope = Envelope::deserialize(signed).map_err(|why| refused(why.to_string()))?;
            return Ok(Self(Form::Envelope(Box::new(envelope))));
        }
        let answered = Answered::deserialize(signed).map_err(|why| refused(why.to_string()))?;
        // A form's fields come with two characters at the end of a line.
        let act = Act::parse(&answered.act.replace("\r\n", "\n")).map_err(|why| wrong(&why))?;
        let bytes = |field: &str, text: &str| {
            STANDARD
                .decode(text)
                .map_err(|_| CommandError::invalid(format!("signed.{field}"), "this is not Base64"))
        };
        let assertion = Assertion {
            client_data: bytes("client_data", &answered.client_data)?,
            authenticator_data: bytes("authenticator_data", &answered.authenticator_data)?,
            signature: bytes("signature", &answered.signature)?,
        };
        Ok(Self(Form::Assertion { act: Box::new(act), assertion }))
    }

    /// How long it is, as it is recorded.
    pub(crate) fn length(&self) -> usize {
        match &self.0 {
            Form::Envelope(envelope) => envelope.text().len() * 2,
            Form::Assertion { act, .. } => act.print().map_or(0, |text| text.len() * 2),
        }
    }

    /// The id that the act gives to what it brings into being.
    pub(crate) fn made(&self, command: &Command) -> Option<String> {
        if !deed::draws_id(command) {
            return None;
        }
        let act = self.act().ok()?;
        let made = deed::made(&act.deed)?;
        let digits = made.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        (digits && made.len() == ID_DIGITS).then(|| made.to_owned())
    }

    fn act(&self) -> Result<Act, CommandError> {
        match &self.0 {
            Form::Envelope(envelope) => Act::parse(&envelope.text()).map_err(|why| wrong(&why)),
            Form::Assertion { act, .. } => Ok((**act).clone()),
        }
    }

    fn key(&self) -> Digest {
        match &self.0 {
            Form::Envelope(envelope) => envelope.key(),
            Form::Assertion { act, .. } => act.key,
        }
    }
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signature(of an act)")
    }
}

/// The links of the table's stream, as acts pin them.
pub(crate) struct Table<'l> {
    /// The first link that the whole table reads.
    pub first: Option<[u8; 32]>,
    /// Every link of the stream `table`, in order.
    pub links: &'l [[u8; 32]],
}

impl Table<'_> {
    /// The case, as acts name it.
    pub fn case_id(&self) -> Result<Digest, CommandError> {
        self.first.map(Digest).ok_or_else(|| CommandError::not_now("nothing stands at the table yet"))
    }

    /// Where the table ends.
    pub fn pin(&self) -> Pin {
        let link = self.links.last().copied().map_or(mediant_attest::chain::START, Digest);
        Pin { length: self.links.len() as u64, link }
    }

    /// Whether the table was like this.
    fn has(&self, pin: &Pin) -> bool {
        match usize::try_from(pin.length) {
            Ok(0) => pin.link == mediant_attest::chain::START,
            Ok(length) => self.links.get(length - 1).copied().map(Digest) == Some(pin.link),
            Err(_) => false,
        }
    }
}

/// When something is asked for.
#[derive(Clone, Copy)]
pub(crate) struct When {
    pub now: Timestamp,
    pub today: Date,
}

/// The signed act of a command that may be carried out; `None` where nothing of it is signed. `made` is the id of what it
/// brings into being.
///
/// # Errors
/// Who has a key did not sign; what was signed is not what stands on the table; what is never signed was.
pub(crate) fn held(
    state: &State,
    table: &Table<'_>,
    when: When,
    actor: &Actor,
    command: &Command,
    signature: Option<&Signature>,
    made: Option<&str>,
) -> Result<Option<ActSigned>, CommandError> {
    let signer = Signer::of(actor);
    let keys = signer.as_ref().map(|signer| signer.keys(state, command)).unwrap_or_default();
    let (Some(signer), false) = (signer, keys.is_empty()) else {
        return match signature {
            None => Ok(None),
            Some(_) if deed::is_one(state, command, when.today) => {
                Err(CommandError::not_now("you have no key on record that signs this")
                    .at("signed.key")
                    .help("register the key first, or send this without a signature"))
            }
            Some(_) => Err(never_signed()),
        };
    };
    let Some(deed) = deed::of(state, command, when.today, made.unwrap_or_default())? else {
        return signature.map_or(Ok(None), |_| Err(never_signed()));
    };
    let Some(signature) = signature else {
        let key = keys.iter().copied().find(|(_, key)| key.role == signer.role);
        let told = Told {
            date: super::act::moment(when.now)?,
            table: table.pin(),
            case_id: table.case_id()?,
            today: when.today,
        };
        let act = key.and_then(|key| filled(state, &signer, command, deed, key, told).ok());
        return Err(unsigned(act.as_ref()));
    };
    let chosen = keys
        .iter()
        .copied()
        .find(|(id, key)| id.as_str() == signature.key().to_string() && key.role == signer.role);
    let Some(chosen) = chosen else {
        return Err(CommandError::not_now(
            "it was signed with a key that is not yours on record, was revoked, or is for another role",
        )
        .at("signed.key")
        .help("sign with a key that the page of the keys lists as yours"));
    };
    let act = signature.act()?;
    let envelope = verified(signature, &act, chosen)?;
    is_now(&act, table, when)?;
    let told =
        Told { date: act.date.clone(), table: act.table, case_id: table.case_id()?, today: when.today };
    let now = filled(state, &signer, command, deed, chosen, told)?;
    if let Some(field) = now.first_difference(&act).map_err(|why| unfit(&why))? {
        return Err(other_words(&field, &now));
    }
    let digest = act.digest().map_err(|why| unfit(&why))?;
    let envelope = envelope.to_json().map_err(|why| unfit(&why))?;
    Ok(Some(ActSigned { act: ActDigest::new(digest.to_string()), key: chosen.0.clone(), envelope }))
}

/// The envelope, once its signature is found to be the key's.
fn verified(
    signature: &Signature,
    act: &Act,
    (_, known): (&KeyId, &KeyOnRecord),
) -> Result<Envelope, CommandError> {
    let key = key_of(known)?;
    match &signature.0 {
        Form::Envelope(envelope) => {
            envelope.verify(&key).map_err(|why| wrong(&why))?;
            Ok((**envelope).clone())
        }
        Form::Assertion { assertion, .. } => {
            Envelope::from_assertion(act, &key, assertion.clone()).map_err(|why| wrong(&why))
        }
    }
}

/// Whether the act is of now, and of this table.
fn is_now(act: &Act, table: &Table<'_>, when: When) -> Result<(), CommandError> {
    let date: Timestamp =
        act.date.as_str().parse().map_err(|_| CommandError::invalid("signed.date", "this is no time"))?;
    let age = when.now.duration_since(date);
    if age > ACT_AGE_MAX || age < -AHEAD_MAX {
        return Err(CommandError::not_now(format!(
            "the act is of {}, and it is {} now",
            act.date,
            when.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        ))
        .at("signed.date")
        .help("take the act anew and sign that; look at the clock of this machine"));
    }
    if !table.has(&act.table) {
        return Err(CommandError::not_now("the act saw another table than the one on record here")
            .at("signed.table link")
            .help("keep the act: it shows it. Take the act anew, and compare copies with the other side before you sign it"));
    }
    Ok(())
}

/// What takes a signature and came without one, with the words that are to be signed.
fn unsigned(act: Option<&Act>) -> CommandError {
    let text = act.and_then(|act| act.print().ok()).unwrap_or_default();
    let begins = |line: &&str| line.starts_with("does: ");
    let done: Vec<&str> = text
        .lines()
        .skip_while(|line| !begins(line))
        .take_while(|line| !line.starts_with("table length: "))
        .collect();
    let mut message = "you have a key on record, and this takes your signature".to_owned();
    if !done.is_empty() {
        message.push_str(&format!(" on these words:\n{}", done.join("\n")));
    }
    CommandError::not_now(message).at("signed").help(
        "take the act from `/api/v1/acts/` and the name of the command, sign it, and send it again with `signed`",
    )
}

/// Words that were signed, and that stand otherwise on the table.
fn other_words(field: &str, now: &Act) -> CommandError {
    let text = now.print().unwrap_or_default();
    let help = "take the act anew, read it, and sign that";
    let message = match stands(&text, field) {
        Some(words) => {
            format!("what was signed is not what stands on the table: there `{field}` is “{words}”")
        }
        None => format!("what was signed is not what stands on the table: `{field}` is not in the act there"),
    };
    CommandError::not_now(message).at(format!("signed.{field}")).help(help)
}

/// What an act has in a field: its value, or its words.
fn stands(text: &str, field: &str) -> Option<String> {
    let mut lines =
        text.lines().skip_while(|line| line.strip_prefix(field).is_none_or(|rest| !rest.starts_with(':')));
    let first = lines.next()?.strip_prefix(field)?.strip_prefix(':')?;
    if let Some(value) = first.strip_prefix(' ') {
        return Some(value.to_owned());
    }
    let words = lines.map_while(|line| line.strip_prefix('>'));
    Some(words.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n"))
}

/// What is wrong with what was sent.
fn wrong(why: &AttestError) -> CommandError {
    let field = if why.field.is_empty() { "signed".to_owned() } else { format!("signed.{}", why.field) };
    CommandError::not_now(format!("this signature does not hold: {}", why.why))
        .at(field)
        .help("take the act anew, sign it as it is, and send what `mediant sign` or the passkey made of it")
}

pub(super) fn never_signed() -> CommandError {
    CommandError::invalid("signed", "this is never signed").help(
        "send it without a signature: what is told in confidence, drafts, notes and answers stay deniable",
    )
}
