//! Passkeys: what a browser answers to an act, and what is no answer to it.

use super::*;
use data_encoding::BASE64;
use mediant_attest::{Digest, Line as Text, PublicKey, challenge};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

/// What a browser and its authenticator would do.
pub(super) struct Passkey {
    secret: SigningKey,
    origin: String,
    /// What the browser calls it.
    pub credential: &'static str,
}

impl Passkey {
    pub fn of(line: &Line) -> Self {
        Self::with(line, 5, "AQID")
    }

    pub fn with(line: &Line, seed: u8, credential: &'static str) -> Self {
        let secret = SigningKey::from_slice(&[seed; 32]).unwrap();
        Self { secret, origin: format!("http://{}", line.address), credential }
    }

    /// Registers it for somebody of a party.
    pub async fn is_registered(&self, who: &Member<'_>, party: &str) {
        let body = json!({"party": party, "public": self.public().line(), "site": self.site()});
        done(who, "register_key", body).await;
    }

    pub fn public(&self) -> PublicKey {
        let point = self.secret.verifying_key().to_sec1_point(false);
        PublicKey::Passkey {
            point: point.as_bytes().try_into().unwrap(),
            relying_party: Text::new("127.0.0.1").unwrap(),
            origin: Text::new(self.origin.clone()).unwrap(),
        }
    }

    fn site(&self) -> Value {
        json!({"relying_party": "127.0.0.1", "origin": self.origin, "credential": self.credential})
    }

    fn client_data(&self, act: &Act) -> String {
        self.client_data_for(&act.digest().unwrap())
    }

    /// What a browser says of itself when it has the hash of a text signed.
    pub fn client_data_for(&self, text: &Digest) -> String {
        let challenge = challenge(text);
        format!(
            r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"{}","crossOrigin":false}}"#,
            self.origin
        )
    }

    fn answers(&self, act: &Act, client_data: &str, flags: u8, domain: &str) -> Value {
        let [client_data, data, signature] = self.signs(client_data, flags, domain);
        json!({"act": act.print().unwrap(), "client_data": client_data, "authenticator_data": data, "signature": signature})
    }

    /// Client data, authenticator data and signature, in Base64.
    pub fn signs(&self, client_data: &str, flags: u8, domain: &str) -> [String; 3] {
        let data = [&Digest::from_content(domain.as_bytes()).0[..], &[flags, 0, 0, 0, 1]].concat();
        let signed = [&data[..], &Digest::from_content(client_data.as_bytes()).0].concat();
        let signature: Signature = self.secret.sign(&signed);
        let signature = signature.normalize_s();
        [client_data.as_bytes(), &data, signature.to_der().as_bytes()].map(|bytes| BASE64.encode(bytes))
    }
}

fn signed(body: &Value, answer: Value) -> Value {
    let mut body = body.clone();
    body["signed"] = answer;
    body
}

#[tokio::test]
async fn a_passkey_signs_and_what_it_did_not_answer_is_refused() {
    let line = Line::open().await;
    let talks = Talks::of(&line).await;
    let passkey = Passkey::of(&line);
    let register = |site: Value| json!({"party": "A", "public": passkey.public().line(), "site": site});
    // Of this desk's page alone.
    for (member, value) in [
        ("origin", "https://evil.example"),
        ("relying_party", "evil.example"),
        ("relying_party", "0.0.1x"),
        ("origin", ""),
    ] {
        let mut site = passkey.site();
        site[member] = json!(value);
        assert_eq!(
            asks(&talks.anna, "register_key", register(site)).await.reason(),
            "invalid",
            "{member} {value}"
        );
    }
    assert_eq!(asks(&talks.anna, "register_key", register(Value::Null)).await.reason(), "invalid");
    done(&talks.anna, "register_key", register(passkey.site())).await;

    let body = talks.accept("A");
    let act = act_of(&talks.anna, "answer_package", &body).await;
    let data = passkey.client_data(&act);
    let good = passkey.answers(&act, &data, 0x1d, "127.0.0.1");
    let other = |from: &str, to: &str| data.replace(from, to);
    let bad = [
        ("user verification", passkey.answers(&act, &data, 0x19, "127.0.0.1")),
        ("presence", passkey.answers(&act, &data, 0x1c, "127.0.0.1")),
        ("flags of a key", passkey.answers(&act, &data, 0x5d, "127.0.0.1")),
        ("domain", passkey.answers(&act, &data, 0x1d, "evil.example")),
        ("type", passkey.answers(&act, &other("webauthn.get", "webauthn.create"), 0x1d, "127.0.0.1")),
        ("origin", passkey.answers(&act, &other("http://", "https://"), 0x1d, "127.0.0.1")),
        (
            "cross origin",
            passkey.answers(&act, &other("\"crossOrigin\":false", "\"crossOrigin\":true"), 0x1d, "127.0.0.1"),
        ),
        (
            "top origin",
            passkey.answers(
                &act,
                &other("\"crossOrigin\"", "\"topOrigin\":\"x\",\"crossOrigin\""),
                0x1d,
                "127.0.0.1",
            ),
        ),
        (
            "twice",
            passkey.answers(
                &act,
                &other("\"crossOrigin\"", "\"type\":\"webauthn.get\",\"crossOrigin\""),
                0x1d,
                "127.0.0.1",
            ),
        ),
        (
            "challenge",
            passkey.answers(&act, &other("\"challenge\":\"", "\"challenge\":\"A"), 0x1d, "127.0.0.1"),
        ),
        ("trailing bytes", {
            let mut answer = good.clone();
            let mut der = BASE64.decode(answer["signature"].as_str().unwrap().as_bytes()).unwrap();
            der.push(0);
            answer["signature"] = json!(BASE64.encode(&der));
            answer
        }),
        ("another act", {
            let mut answer = good.clone();
            answer["act"] = json!(act.print().unwrap().replace("Anna", "Anne"));
            answer
        }),
        ("a member more", {
            let mut answer = good.clone();
            answer["more"] = json!(1);
            answer
        }),
    ];
    for (what, answer) in bad {
        let got = asks(&talks.anna, "answer_package", signed(&body, answer)).await;
        assert!([409, 422].contains(&got.status), "{what}: {}", got.text());
        assert!(
            got.json()["field"].as_str().unwrap_or_default().starts_with("signed"),
            "{what}: {}",
            got.text()
        );
    }
    let got = asks(&talks.anna, "answer_package", signed(&body, good)).await;
    assert_eq!(got.status, 201, "{}", got.text());
}

#[tokio::test]
async fn an_envelope_with_the_higher_s_is_refused() {
    let line = Line::open().await;
    let talks = Talks::of(&line).await;
    let passkey = Passkey::of(&line);
    done(
        &talks.anna,
        "register_key",
        json!({"party": "A", "public": passkey.public().line(), "site": passkey.site()}),
    )
    .await;
    let body = talks.accept("A");
    let act = act_of(&talks.anna, "answer_package", &body).await;
    let data = passkey.client_data(&act);
    let answer = passkey.answers(&act, &data, 0x1d, "127.0.0.1");
    let lower = BASE64.decode(answer["signature"].as_str().unwrap().as_bytes()).unwrap();
    let lower = Signature::from_der(&lower).unwrap();
    let (r, s) = lower.split_scalars();
    let higher = Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap();
    let lines: Vec<String> = act.print().unwrap().lines().map(str::to_owned).collect();
    let prints: String =
        lines.iter().map(|line| Digest::from_content(line.as_bytes()).to_string()[..8].to_owned()).collect();
    let envelope = |signature: &Signature| {
        json!({"mediant_envelope": 1, "kind": "passkey", "key": act.key.to_string(), "act": lines, "prints": prints,
            "signature": BASE64.encode(signature.to_der().as_bytes()), "client_data": answer["client_data"],
            "authenticator_data": answer["authenticator_data"]})
    };
    let (field, _) = refusal(&asks(&talks.anna, "answer_package", signed(&body, envelope(&higher))).await);
    assert_eq!(field, "signed.signature");
    let got = asks(&talks.anna, "answer_package", signed(&body, envelope(&lower))).await;
    assert_eq!(got.status, 201, "{}", got.text());
}
