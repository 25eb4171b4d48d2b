//! What is no signature of an act, of either kind.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::world::{DOMAIN, ORIGIN, Passkey, World, authenticator_data, client_data, draft, line};
use mediant_attest::{Act, Assertion, AttestError, Deed, Envelope, Key, PublicKey, SecretKey};
use p256::ecdsa::Signature;

fn act(world: &World) -> Act {
    world.act(&world.ann(), Deed::Signs(draft()))
}

/// An envelope around anything, since [`Envelope::from_assertion`] makes none that is not right.
fn forged(
    envelope: &Envelope,
    change: impl FnOnce(&mut serde_json::Value),
) -> Result<Envelope, serde_json::Error> {
    let mut value = serde_json::to_value(envelope).unwrap();
    change(&mut value);
    serde_json::from_value(value)
}

fn field(result: Result<mediant_attest::Signed, AttestError>) -> String {
    result.unwrap_err().field
}

#[test]
fn both_kinds_verify_and_read_back() {
    let world = World::new();
    let by_ann = world.by_ann(&act(&world));
    let bobs = world.act(&world.bob(), Deed::Signs(draft()));
    let by_bob = world.by_bob(&bobs);
    for (envelope, key) in [(&by_ann, world.ann()), (&by_bob, world.bob())] {
        let text = envelope.to_json().unwrap();
        let read = Envelope::from_json(&text).unwrap();
        assert_eq!(&read, envelope);
        let signed = read.verify(&key).unwrap();
        assert_eq!(signed.digest, signed.act.digest().unwrap());
        assert!(Envelope::from_json(&text.replacen("  ", "   ", 1)).is_err());
        assert!(Envelope::from_json(text.trim_end()).is_err());
    }
    assert_eq!(field(by_ann.verify(&world.bob())), "key");
    assert_eq!(field(by_bob.verify(&world.ann())), "key");
}

#[test]
fn a_key_signs_for_its_holder_alone() {
    let world = World::new();
    let envelope = world.by_ann(&act(&world));
    let anns = world.ann();
    for (other, named) in [
        (Key { party: line("union"), ..anns.clone() }, "for"),
        (Key { person: line("eve"), ..anns.clone() }, "person"),
        (Key { role: mediant_attest::Role::Delegate, ..anns.clone() }, "role"),
    ] {
        assert_eq!(field(envelope.verify(&other)), named);
    }
    // An act that names one key is not made with another.
    assert_eq!(Envelope::sign(&act(&world), &world.bob).unwrap_err().field, "key");
    let eve = Passkey::new(9);
    let assertion = eve.assert(&act(&world).print().unwrap());
    assert_eq!(Envelope::from_assertion(&act(&world), &anns, assertion).unwrap_err().field, "signature");
}

#[test]
fn an_assertion_of_anything_else_is_refused() {
    let world = World::new();
    let (act, key) = (act(&world), world.ann());
    let text = act.print().unwrap();
    let (sound, present) = (client_data(&text), authenticator_data(DOMAIN, 0x05));
    let accepted = |client: &str, data: &[u8]| {
        Envelope::from_assertion(&act, &key, world.ann.assert_as(client, data)).map_err(|why| why.field)
    };
    accepted(&sound, &present).unwrap();
    let other_text = client_data(&text.replacen("percent", "per cent", 1));
    for client in [
        sound.replacen("webauthn.get", "webauthn.create", 1),
        sound.replacen("webauthn.get", "payment.get", 1),
        sound.replacen(ORIGIN, "https://desk.example.evil.example", 1),
        sound.replacen(ORIGIN, "https://desk.example:8443", 1),
        sound.replacen("\"crossOrigin\":false", "\"crossOrigin\":true", 1),
        sound.replacen("\"crossOrigin\":false", "\"topOrigin\":\"https://evil.example\"", 1),
        sound.replacen("\"crossOrigin\":false", "\"tokenBinding\":{\"status\":\"present\"}", 1),
        // Two members of one name: a program may read either.
        sound.replacen("{", "{\"origin\":\"https://evil.example\",", 1),
        sound.replacen("{", "{\"type\":\"webauthn.create\",", 1),
        sound.replacen("{", "{\"other_keys_can_be_added_here\":1,", 1),
        sound.replacen("\"type\":\"webauthn.get\",", "", 1),
        sound.replacen(&format!("\"origin\":\"{ORIGIN}\","), "", 1),
        format!("[{sound}]"),
        format!("{sound} {}", "x".repeat(5)),
        format!("{}{sound}", " ".repeat(5000)),
        other_text,
        String::new(),
    ] {
        assert_eq!(accepted(&client, &present).unwrap_err(), "client_data", "{client}");
    }
    for data in [
        authenticator_data("desk.example.evil.example", 0x05),
        // Present and not verified, verified and not present, neither.
        authenticator_data(DOMAIN, 0x01),
        authenticator_data(DOMAIN, 0x04),
        authenticator_data(DOMAIN, 0x00),
        // Extensions, a key, backed up and not to be.
        authenticator_data(DOMAIN, 0x85),
        authenticator_data(DOMAIN, 0x45),
        authenticator_data(DOMAIN, 0x15),
        [&present[..], &[0xa0]].concat(),
        present[..36].to_vec(),
        Vec::new(),
    ] {
        assert_eq!(accepted(&sound, &data).unwrap_err(), "authenticator_data", "{data:?}");
    }
}

/// The same signature with its scalar on the other side.
fn other_half(der: &[u8]) -> Vec<u8> {
    let signature = Signature::from_der(der).unwrap();
    let (r, s) = signature.split_scalars();
    Signature::from_scalars(r.to_bytes(), (-s).to_bytes()).unwrap().to_der().as_bytes().to_vec()
}

#[test]
fn of_two_signatures_the_lower_counts_and_is_made_of_either() {
    let world = World::new();
    let act = act(&world);
    let sound = world.ann.assert(&act.print().unwrap());
    let other = Assertion { signature: other_half(&sound.signature), ..sound.clone() };
    let one = Envelope::from_assertion(&act, &world.ann(), sound).unwrap();
    let two = Envelope::from_assertion(&act, &world.ann(), other).unwrap();
    assert_eq!(one, two);
    let low = one.parts().signature.to_vec();
    let high = forged(&one, |value| value["signature"] = base64(&other_half(&low)).into()).unwrap();
    assert_ne!(high, one);
    assert_eq!(field(high.verify(&world.ann())), "signature");
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::Encoding;
    base64ct::Base64::encode_string(bytes)
}

#[test]
fn a_signature_has_one_form() {
    let world = World::new();
    let envelope = world.by_ann(&act(&world));
    let der = envelope.parts().signature.to_vec();
    let mut forms = vec![[&der[..], &[0]].concat(), der[..der.len() - 1].to_vec(), Vec::new(), vec![0; 64]];
    // A length in the long form, a zero before an integer, a zero scalar.
    forms.push([&[0x30, 0x81], &der[1..]].concat());
    let (r_length, body) = (usize::from(der[3]), &der[2..]);
    let padded = [&[0x02, der[3] + 1, 0x00], &body[2..]].concat();
    forms.push([&[0x30, der[1] + 1], &padded[..]].concat());
    forms.push([&[0x30, der[1] + 3 - (2 + der[3]), 0x02, 0x01, 0x00], &body[2 + r_length..]].concat());
    for form in forms {
        let forged = forged(&envelope, |value| value["signature"] = base64(&form).into()).unwrap();
        assert_eq!(field(forged.verify(&world.ann())), "signature", "{form:02x?}");
    }
}

#[test]
fn an_unknown_kind_or_member_is_no_envelope() {
    let world = World::new();
    let envelope = world.by_ann(&act(&world));
    for (member, value) in [
        ("kind", serde_json::json!("rsa")),
        ("kind", serde_json::json!("key file")),
        ("mediant_envelope", serde_json::json!(2)),
        ("more", serde_json::json!(1)),
        ("client_data", serde_json::json!("not base64!")),
        ("authenticator_data", serde_json::Value::Null),
        ("key", serde_json::json!("00")),
        ("act", serde_json::json!(["a\nb"])),
    ] {
        assert!(forged(&envelope, |json| json[member] = value.clone()).is_err(), "{member} {value}");
    }
    // The kind of one with the key of the other.
    let bobs = world.act(&world.bob(), Deed::Signs(draft()));
    let by_bob = world.by_bob(&bobs);
    let key = world.ann().public.id();
    let mixed = forged(&by_bob, |value| value["key"] = key.to_string().into()).unwrap();
    assert_eq!(field(mixed.verify(&world.ann())), "kind");
}

#[test]
fn keys_of_small_order_and_other_forms_are_no_keys() {
    use base64ct::Encoding;
    let spki = |line: &str| base64ct::Base64::decode_vec(line.split_once(' ').unwrap().1).unwrap();
    let world = World::new();
    let good = spki(&world.bob.public().line());
    let site = || Some((line(DOMAIN), line(ORIGIN)));
    assert!(PublicKey::from_spki(&good, None).is_ok());
    assert!(PublicKey::from_spki(&good, site()).is_err());
    // The eight points of small order, and their other texts (RFC 7748, section 7 has their list for the sister curve).
    let small = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];
    for hex in small {
        let bytes = mediant_attest::Digest::parse(hex).unwrap().0;
        let spki = [&good[..12], &bytes[..]].concat();
        assert!(PublicKey::from_spki(&spki, None).is_err(), "{hex}");
        // Nor does it verify where somebody comes by it on another way.
        let key = Key { public: PublicKey::KeyFile { bytes }, ..world.bob() };
        let mut bobs = world.act(&world.bob(), Deed::Signs(draft()));
        bobs.key = key.public.id();
        let zero = forged(&world.by_bob(&world.act(&world.bob(), Deed::Signs(draft()))), |value| {
            value["key"] = bobs.key.to_string().into();
            let act = bobs.print().unwrap();
            value["act"] = act.lines().collect::<Vec<_>>().into();
            // The neutral element and a zero scalar: right for a key of small order, in a verifier that is not strict.
            let mut signature = [0; 64];
            signature[0] = 1;
            value["signature"] = base64(&signature).into();
        });
        assert!(zero.unwrap().verify(&key).is_err(), "{hex}");
    }
    let ann = world.ann.public();
    let good = spki(&ann.line());
    assert!(PublicKey::from_spki(&good, site()).is_ok());
    assert_eq!(PublicKey::from_spki(&good, None).unwrap_err().field, "relying party");
    let mut off = good.clone();
    off[90] ^= 1;
    let compressed = [&[0x30, 0x39], &good[2..24], &[0x22, 0x00, 0x02], &good[27..59]].concat();
    let identity = [&[0x30, 0x19], &good[2..24], &[0x02, 0x00, 0x00]].concat();
    for other in [off, compressed, identity, [&good[..], &[0]].concat(), good[..90].to_vec(), Vec::new()] {
        assert!(PublicKey::from_spki(&other, site()).is_err(), "{other:02x?}");
    }
    // The word and the key have to fit; Base64 has one text.
    let line = ann.line();
    assert!(PublicKey::parse(&line.replacen("passkey", "ed25519", 1), site()).is_err());
    assert!(PublicKey::parse(&line.replacen("passkey", "rsa", 1), site()).is_err());
    assert!(PublicKey::parse(&format!("{line} "), site()).is_err());
    assert!(PublicKey::parse(line.trim_end_matches('='), site()).is_err() || !line.ends_with('='));
    assert_eq!(PublicKey::parse(&line, site()), Ok(ann));
}

#[test]
fn a_changed_text_is_told_by_its_field() {
    let world = World::new();
    let envelope = world.by_ann(&act(&world));
    let changed = |from: &str, to: &str| {
        let forged = forged(&envelope, |value| {
            let act: Vec<String> = envelope.text().lines().map(|line| line.replacen(from, to, 1)).collect();
            value["act"] = act.into();
        });
        field(forged.unwrap().verify(&world.ann()))
    };
    for (from, to, named) in [
        ("four percent", "five percent", "clause 1 words"),
        ("From January", "From June", "clause 1 words"),
        ("no territory", "the territory", "clause 2 words"),
        ("clause 2 heading: Hours", "clause 2 heading: Hour", "clause 2 heading"),
        ("draft version: 3", "draft version: 4", "draft version"),
        ("does: signs", "does: ratifies", "does"),
        ("date: 2026", "date: 2025", "date"),
        ("Ann Smith", "Ann Smyth", "person name"),
        ("case: The", "case: the", "case"),
        ("table length: 17", "table length: 18", "table length"),
        ("party 2 name: Union", "party 2 name: Onion", "party 2 name"),
    ] {
        assert_eq!(changed(from, to), named);
    }
    let other = forged(&envelope, |value| value["prints"] = "0".repeat(8).into());
    assert!(other.unwrap().verify(&world.ann()).is_err());
    // The last line taken out; and an act with as many lines as there may be is looked through once.
    let cut = forged(&envelope, |value| drop(value["act"].as_array_mut().unwrap().pop()));
    assert_eq!(field(cut.unwrap().verify(&world.ann())), "act before");
    let long = forged(&envelope, |value| value["act"] = vec![">"; 300_000].into());
    assert!(long.unwrap().verify(&world.ann()).is_err());
}

#[test]
fn secrets_do_not_print() {
    let secret = SecretKey::new(&[7; 32]);
    assert!(!format!("{secret:?}").contains('7'));
}
