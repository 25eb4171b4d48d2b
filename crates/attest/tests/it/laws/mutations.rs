//! Agreement files changed at random: none verifies, none panics. `PROPTEST_CASES=25600` makes it a hundred thousand.
//!
//! Half of them get the digest that fits what they became, as somebody would give it who knows of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::world::{World, draft, only, package};
use mediant_attest::agreement::verify;
use mediant_attest::*;

/// Mutations for each case that the tests are asked for.
const MUTATIONS: u32 = 4;

/// Numbers without end from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}

/// Sound files of several kinds.
fn files() -> Vec<String> {
    let world = World::new();
    let ann = |deed| world.act(&world.ann(), deed);
    let bob = |deed| world.by_bob(&world.act(&world.bob(), deed));
    let first = ann(Deed::Accepts(only(1)));
    let second = Act { before: Some(first.digest().unwrap()), ..ann(Deed::Accepts(only(2))) };
    let referred = ann(Deed::AcceptsAdReferendum(draft()));
    let ratified = Act { before: Some(referred.digest().unwrap()), ..ann(Deed::Ratifies(draft())) };
    let files = [
        world.signed(),
        world.file(vec![world.by_ann(&first), world.by_ann(&second), bob(Deed::Accepts(draft()))]),
        world.file(vec![bob(Deed::Signs(draft())), world.by_ann(&referred), world.by_ann(&ratified)]),
        world.file_of(
            &package(),
            vec![world.by_ann(&ann(Deed::Accepts(package()))), bob(Deed::Signs(package()))],
        ),
    ];
    files.iter().map(|file| file.to_json().unwrap()).collect()
}

fn mutated(text: &str, chance: &mut Chance) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut rows: Vec<&str> = text.split_inclusive('\n').collect();
    let at = chance.below(bytes.len());
    let (one, two) = (chance.below(rows.len()), chance.below(rows.len()));
    match chance.below(9) {
        // A character becomes another one that may stand there.
        0..=2 => {
            bytes[at] = *b"0123456789abcdefghijklmnopqrstuvwxyz> :,.\"".get(chance.below(43)).unwrap_or(&b'-')
        }
        3 => bytes[at] ^= 1 << chance.below(7),
        4 => drop(bytes.remove(at)),
        5 => bytes.insert(at, b" a0\\\n\"{}"[chance.below(8)]),
        6 => {
            rows.swap(one, two);
            return rows.concat();
        }
        7 => {
            rows.insert(two, rows[one]);
            return rows.concat();
        }
        _ => {
            rows.remove(one);
            return rows.concat();
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The text with the digest that it should have.
fn sealed(text: &str) -> String {
    let key = "\"sha256\": \"";
    let Some(at) = text.rfind(key).map(|at| at + key.len()) else { return text.to_owned() };
    let (Some(before), Some(after)) = (text.get(..at), text.get(at + 64..)) else { return text.to_owned() };
    let digest = Digest::from_content(format!("{before}{}{after}", "0".repeat(64)).as_bytes());
    format!("{before}{digest}{after}")
}

/// The lines of two texts that differ.
fn differing<'t>(one: &'t str, two: &'t str) -> Vec<(&'t str, &'t str)> {
    one.lines().zip(two.lines()).filter(|(one, two)| one != two).collect()
}

#[test]
fn no_mutation_of_a_file_verifies() {
    let world = World::new();
    let keys = world.keys();
    let files = files();
    for file in &files {
        assert!(verify(file, &keys, &[]).unwrap().is_proven());
        assert_eq!(sealed(file), *file, "a test that gives the wrong digest would find nothing");
    }
    let mut looked_into = 0;
    let cases = proptest::test_runner::Config::default().cases * MUTATIONS;
    for seed in 0..cases {
        let mut chance = Chance(u64::from(seed));
        let file = &files[chance.below(files.len())];
        let mut other = file.clone();
        for _ in 0..=chance.below(3) {
            other = mutated(&other, &mut chance);
        }
        if chance.below(2) == 0 {
            other = sealed(&other);
        }
        if other == *file {
            continue;
        }
        if let Ok(report) = verify(&other, &keys, &[]) {
            assert!(!report.is_proven(), "seed {seed}: {:?}", differing(file, &other));
            looked_into += 1;
        }
    }
    assert!(looked_into > cases / 10, "{looked_into} of {cases} could be looked into");
}
