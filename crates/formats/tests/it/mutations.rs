//! Sound files with a few things changed at random: readers answer, whatever they are given.
//!
//! The same changes on every run. `fuzz/` holds the same targets for a coverage-guided fuzzer.

use crate::targets;
use crate::times;

/// How many changed files each parser is usually given.
const COUNT: u64 = 1500;

/// A target with its name and the sound files to start from.
type Parser = (&'static str, fn(&[u8]), &'static [&'static str]);

const PARSERS: [Parser; 7] = [
    (
        "native",
        targets::native,
        &[
            include_str!("../../../../examples/talks-2025-12-04.toml"),
            include_str!("../../../../examples/three-fair-answers/case.toml"),
            include_str!("../../../../examples/three-fair-answers/brief-upper.toml"),
        ],
    ),
    (
        "genius",
        targets::genius,
        &[
            include_str!("../seeds/domain.xml"),
            include_str!("../seeds/profile.xml"),
            include_str!("../seeds/rectangles.xml"),
        ],
    ),
    ("geniusweb", targets::geniusweb, &[include_str!("../seeds/geniusweb.json")]),
    (
        "negmas",
        targets::negmas,
        &[include_str!("../seeds/negmas-domain.yml"), include_str!("../seeds/negmas-profile.yml")],
    ),
    ("negolog", targets::negolog, &[include_str!("../seeds/negolog.json")]),
    ("case1", targets::case1, &[include_str!("../seeds/lunch.json"), include_str!("../seeds/barter.json")]),
    ("certificate", targets::certificate, &[include_str!("../seeds/certificate.json")]),
];

/// Pieces that readers may stumble over.
const PIECES: [&str; 28] = [
    "NaN",
    "-1",
    "0",
    "1e400",
    "-1e-400",
    "99999999999999999999",
    "null",
    "[",
    "{",
    "}",
    "]",
    "\"",
    "<",
    ">",
    "&#0;",
    "<!DOCTYPE x>",
    "'",
    "\u{0}",
    "\u{feff}",
    "\u{1F91D}",
    "=",
    ",",
    "\\u",
    "/>",
    "- ",
    ": ",
    "&a ",
    "*a",
];

#[test]
fn readers_answer_whatever_they_are_given() {
    let count = COUNT * times();
    for (name, target, seeds) in PARSERS {
        let mut chance = Chance(0x006D_6564_6961_6E74);
        for seed in seeds {
            target(seed.as_bytes());
        }
        for _ in 0..count {
            let seed = chance.pick(seeds).as_bytes();
            let other = chance.pick(seeds).as_bytes();
            target(&changed(seed, other, &mut chance));
        }
        println!("{name}: {count} changed files");
    }
}

/// One to four changes: bytes altered, stretches cut, repeated, moved in from elsewhere, odd pieces put in.
fn changed(seed: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let to = (at + chance.below(40)).min(bytes.len());
        match chance.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let stretch = bytes[at..to].to_vec();
                bytes.splice(at..at, stretch);
            }
            3 => {
                let from = chance.below(other.len() + 1);
                let stretch = &other[from..(from + 60).min(other.len())];
                bytes.splice(at..to, stretch.iter().copied());
            }
            4 => {
                let piece = chance.pick(&PIECES).as_bytes();
                bytes.splice(at..at, piece.iter().copied());
            }
            5 => digit(&mut bytes, chance),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = chance.below(256) as u8;
                }
            }
        }
    }
    bytes
}

/// Alters a digit, which keeps a file well-formed and changes what it says.
fn digit(bytes: &mut [u8], chance: &mut Chance) {
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    if !digits.is_empty() {
        bytes[*chance.pick(&digits)] = b"0123456789-.e"[chance.below(13)];
    }
}

/// Reproducible chance (splitmix64, Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let index = self.below(from.len());
        &from[index]
    }
}

#[test]
fn the_certificate_to_start_from_is_sound() {
    let case = mediant_formats::InputFile::new("lunch.json", targets::CASE);
    let Ok((negotiation, _)) = mediant_formats::read(&[case]) else { panic!("a sound case") };
    let options = mediant_model::problem::Options::default();
    let Ok(problem) = mediant_model::Problem::compile(&negotiation.case, &negotiation.briefs, &options)
    else {
        panic!("a sound problem")
    };
    let checked = mediant_check::verify_json(&problem, include_str!("../seeds/certificate.json"));
    assert!(checked.is_ok(), "{checked:?}");
}
