//! What holds of every draft.

use crate::support::{Given, HARBOUR, LATER, Maker, case, day, draft_of, drafted, given, reading};
use mediant_draft::NOT_YET;
use mediant_engine::{Settings, Unlimited, analyze};
use mediant_model::problem::Options;
use mediant_model::{Case, IssueKind, Problem};
use mediant_reader::suggest::{
    Fact, Field, From, PersonChange, SessionState, Stance, StatusKind, Suggestion, Way,
};
use proptest::prelude::*;

/// Words of [`HARBOUR`], with those who may be said to say them.
const WORDS: [&str; 9] = [
    "ruled out any sale of the harbour",
    "We will not sell the harbour",
    "Veldria was ready to discuss joint use of the northern pier",
    "free passage for fishing boats",
    "Norland would accept a shared harbour authority if Veldria withdrew its patrol boats",
    "The two sides agreed on Tuesday to exchange the crews of the seized ships",
    "The cost of dredging remains the main obstacle",
    "Both sides agreed to keep the proposals confidential",
    "Norland’s fuel reserves have fallen for the third month in a row",
];
const SPEAKERS: [Option<&str>; 5] =
    [None, Some("Ilse Marand"), Some("Tomas Oye"), Some("Norland"), Some("reporters")];
const PARTIES: [Option<&str>; 3] = [None, Some("Veldria"), Some("Norland")];

/// A suggestion of any kind about any words, by anybody.
type Made = (usize, usize, usize, usize, Option<i8>);

fn made<'t>(maker: &Maker<'t>, &(kind, words, speaker, party, on): &Made) -> Suggestion<'t> {
    let words = WORDS[words];
    let party =
        PARTIES[party].map(|party| maker.words(party)).map(|at| Field { value: at, from: From::Words(at) });
    let who =
        SPEAKERS[speaker].map(|who| maker.words(who)).map(|at| Field { value: at, from: From::Words(at) });
    let on = on.map(|on| Field { value: day(5, on), from: From::Dateline });
    let fact = match kind {
        0..7 => {
            let mut said = maker.said(
                words,
                SPEAKERS[speaker],
                PARTIES[party.map_or(0, |_| party_of(party))],
                Stance::ALL[kind],
            );
            if let Fact::Statement { on: said_on, manner, .. } = &mut said.fact {
                *said_on = on;
                *manner = manner.filter(|_| speaker % 2 == 0);
            }
            return said;
        }
        7 => Fact::Alternative { party, way: Way::Worsens },
        8 => Fact::Status { kind: StatusKind::Agreed, on },
        9 => Fact::Status { kind: StatusKind::Hurdle, on },
        10 => Fact::Status { kind: StatusKind::Confidentiality, on },
        11 => Fact::Status { kind: StatusKind::Deadline, on },
        12 => Fact::Person { change: PersonChange::Resigned, who, on, party },
        13 => Fact::Person { change: PersonChange::Appointed, who, on, party },
        14 => Fact::Status { kind: StatusKind::Stalled, on },
        _ => {
            let state =
                [SessionState::Held, SessionState::Planned, SessionState::Cancelled, SessionState::Moved]
                    [kind % 4];
            let participants = party.iter().chain(&who).map(|field| field.value).collect();
            Fact::Session { state, on, participants, place: None }
        }
    };
    maker.fact(words, fact)
}

fn party_of(party: Option<Field<'_, mediant_reader::report::Excerpt<'_>>>) -> usize {
    let name = party.map(|party| party.value.as_str());
    PARTIES.iter().position(|known| *known == name).unwrap()
}

fn any_made() -> impl Strategy<Value = Vec<Made>> {
    let one = (0..20usize, 0..WORDS.len(), 0..SPEAKERS.len(), 0..PARTIES.len(), prop::option::of(1..28i8));
    prop::collection::vec(one, 0..14)
}

/// A statement by each side, so that there is a case at all.
fn both<'t>(maker: &Maker<'t>) -> [Suggestion<'t>; 2] {
    [
        maker.said(WORDS[0], None, Some("Veldria"), Stance::None),
        maker.said(WORDS[3], None, Some("Norland"), Stance::None),
    ]
}

fn has_a_deal(case: &Case) -> bool {
    let problem = Problem::compile(case, &[], &Options::default()).unwrap();
    analyze(&problem, &Settings::default(), &Unlimited).no_deal.is_none()
}

/// The places where a case cites its sources, with the words.
fn citations(case: &Case) -> Vec<(String, Option<String>)> {
    let mandates = case.parties.iter().flat_map(|party| &party.people).flat_map(|person| &person.mandates);
    let cited = case.provenances().filter_map(|said| said.source.as_ref());
    let all = cited.chain(mandates.filter_map(|mandate| mandate.source.as_ref()));
    all.map(|citation| (citation.source.to_string(), citation.words.clone())).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn a_draft_is_a_case_with_a_deal_whatever_was_suggested(first in any_made(), second in any_made()) {
        let (one, other) = (given(1, HARBOUR), given(2, HARBOUR));
        let of = |given, all: &[Made]| reading(given, |maker| {
            both(maker).into_iter().chain(all.iter().map(|one| made(maker, one))).collect()
        });
        let readings = [of(&one, &first), of(&other, &second)];
        let text = draft_of(None, &[&one, &other], &readings).text;
        let case = case(&text);
        prop_assert!(has_a_deal(&case), "{text}");
        for issue in &case.issues {
            let IssueKind::Discrete(options) = &issue.kind else { panic!("{}", issue.id) };
            prop_assert!(options.iter().any(|option| option.id.as_str() == NOT_YET));
        }
        // One report after the other is the same as both at once, and again changes no byte.
        let apart = draft_of(None, &[&one], &readings[..1]).text;
        let apart = draft_of(Some(&apart), &[&other], &readings[1..]).text;
        prop_assert_eq!(&apart, &text);
        prop_assert_eq!(&draft_of(Some(&text), &[&other, &one], &[of(&other, &second), of(&one, &first)]).text, &text);
        // Every statement cites a report, in words that stand in it.
        let statements = case.provenances().count();
        let cited = citations(&case);
        prop_assert!(cited.len() >= statements);
        for (source, words) in cited {
            prop_assert!(case.source(&source.as_str().into()).is_some());
            prop_assert!(folded(HARBOUR).contains(&words.unwrap()));
        }
        // Nothing is lost: what is no entry stands beside one, or in a comment.
        let told = draft_of(None, &[&one], &readings[..1]);
        prop_assert!(told.entered + told.noted + told.unplaced >= first.len());
        prop_assert!(text.matches("# not reviewed").count() >= statements);
    }

    #[test]
    fn what_an_author_wrote_stays(all in any_made(), form in 0..AUTHORS.len(), crlf in any::<bool>()) {
        let author = if crlf { AUTHORS[form].replace('\n', "\r\n") } else { AUTHORS[form].to_owned() };
        let report = given(1, HARBOUR);
        let reading = reading(&report, |maker| all.iter().map(|one| made(maker, one)).collect());
        let text = draft_of(Some(&author), &[&report], &[reading]).text;
        case(&text);
        prop_assert_eq!(text.contains("\r\n"), crlf);
        // Every word, in its order, comments included; between them something may have been entered.
        let words = |text: &str| -> Vec<String> {
            text.split([' ', '\r', '\n', '[', ']', '{', '}', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let (all, mut at) = (words(&text), 0);
        for word in words(&author) {
            let next = all[at..].iter().position(|new| *new == word);
            prop_assert!(next.is_some(), "{word}\n{text}");
            at += next.unwrap() + 1;
        }
        let before = citations(&case(&author)).len();
        prop_assert!(citations(&case(&text)).len() >= before);
        prop_assert!(has_a_deal(&case(&text)));
    }
}

/// Cases by people with ways of their own.
const AUTHORS: [&str; 3] = [
    "mediant = 1 # ours\ntitle = \"The harbour\"\nas_of = 2031-05-01 # when we began\n\n[agreement]\npartial = true\n\n\
     # The two.\n[parties.v]\nname = \"Veldria\" # as it calls itself\npeople.marand = { name = \"Ilse Marand\", office = \"minister\" }\n\n\
     [parties.n]\nname = \"Norland\"\n\n# What is at stake.\n[issues.harbour]\noptions = [\"sold\", \"kept\"]\n\n\
     # Their word.\n[[red_lines]]\nparty = \"v\"\nnever = { harbour = \"sold\" } # never ever\n\n# The end.\n",
    "mediant = 1\ntitle = \"In one line\"\nparties = { v = { name = \"Veldria\" }, n = { name = \"Norland\", people = { oye = { name = \"Oye\" } } } }\n\
     issues = { pier = { options = [\"a\"] } }\nremarks = [{ party = \"v\", text = \"so they say\" }]\n",
    "mediant = 1\ntitle = \"Third\"\n[parties.veldria]\n[parties.norland]\n[parties.norland.people.oye]\nname = \"Tomas Oye\"\n\
     mandate = { from = 2031-01-01 }\n[issues.toll]\nmin = 0\nmax = 3\nstep = 1\n[remarks]\nparty = \"norland\"\ntext = \"one alone\"\n",
];

#[test]
fn what_the_reader_finds_is_a_case_too() {
    let reports: [Given; 2] = [given(1, HARBOUR), given(2, LATER)];
    let [one, other] = &reports;
    let first = drafted(None, &[one, other, one]);
    assert!(first.entered > 0);
    assert!(has_a_deal(&case(&first.text)));
    assert_eq!(first, drafted(None, &[other, one, other]));
    let again = drafted(Some(&first.text), &[one, other]);
    assert_eq!((again.text, again.known, again.entered), (first.text, 2, 0));
}

#[test]
fn whose_word_it_is_is_not_guessed() {
    let report = given(1, HARBOUR);
    let reading = reading(&report, |maker| {
        let [one, other] = both(maker);
        vec![one, other, maker.said(WORDS[1], Some("reporters"), None, Stance::RulesOut)]
    });
    let told = draft_of(None, &[&report], &[reading]);
    assert_eq!(told.unplaced, 1);
    assert!(case(&told.text).red_lines.is_empty());
    assert!(told.text.lines().any(|line| line.starts_with('#') && line.contains(WORDS[1])));
}
