//! Bad Mediant files: each problem is told of once, at its place, by the author's own word.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose input cannot be built should stop there"
)]

use mediant_formats::{Diagnostic, InputFile, native};
use proptest::prelude::*;

/// A small case; a test appends what it wants to see refused.
const CASE: &str = r#"mediant = 1
id = "sale"
title = "A sale"
as_of = 2025-06-01
agreement.partial = true
[sources.letter]
[parties.seller]
people.sam = { role = "principal" }
people.dora = { mandate = { issues = "price", until = 2025-03-01 } }
[parties.buyer]
[parties.broker]
role = "third"
[issues.price]
min = 0
max = 100
step = 0.5
[issues.delivery]
options = ["now", "later"]
[issues.colour]
options = { red = "Red", blue = "Blue" }
[issues.secret]
disclosed = false
"#;

/// A small brief for it.
const BRIEF: &str = "mediant_brief = 1\ncase = \"sale\"\nparty = \"seller\"\n";

fn case_problems(text: &str) -> Vec<Diagnostic> {
    match native::read_case(&InputFile::new("case.toml", text)) {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    }
}

fn brief_problems(text: &str) -> Vec<Diagnostic> {
    let (case, warnings) = native::read_case(&InputFile::new("case.toml", CASE)).unwrap();
    assert_eq!(warnings, []);
    match native::read_brief(&InputFile::new("brief.toml", text), Some(&case)) {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    }
}

/// Exactly one problem, at the word marked by «» in the appended text, and showing it.
fn check(head: &str, problems: impl Fn(&str) -> Vec<Diagnostic>, marked: &str, error: bool) {
    let (before, rest) = marked.split_once('«').unwrap();
    let (word, _) = rest.split_once('»').unwrap();
    let text = format!("{head}{marked}").replace(['«', '»'], "");
    let found = problems(&text);
    let [only] = found.as_slice() else {
        let all: String = found.iter().map(|problem| format!("{problem}\n")).collect();
        panic!("{} problems with\n{marked}\n{all}", found.len());
    };
    let before = format!("{head}{before}");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    assert_eq!(only.line_column(), Some((line, column)), "{only}");
    assert_eq!(only.is_error(), error, "{only}");
    assert!(only.spot.as_ref().unwrap().excerpt.contains(word.trim()), "`{word}` is not shown: {only}");
}

#[test]
fn errors_in_cases() {
    for marked in [
        // Syntax.
        "[[red_lines]«\n»x = 1",
        "[parties.«seller»]\n",
        "[x]\na = 1\n«a = 2»",
        "[x«\n»",
        // Unknown keys and words of a closed vocabulary.
        "[«red_line»]",
        "[[remarks]]\nparty = \"seller\"\n«txet» = \"hm\"",
        "[[alternatives]]\nparty = \"seller\"\ntrend = «\"improved\"»",
        "[[red_lines]]\nparty = \"seller\"\nkind = «\"publik\"»\nnever = { price = 1 }",
        "[[answers]]\nparty = \"seller\"\nissue = \"price\"\nanswer = «\"yes\"»",
        // Missing keys.
        "«[[red_lines]]»\nparty = \"seller\"\n",
        "«[[answers]]»\nparty = \"seller\"\nissue = \"price\"\n",
        "«[[preconditions]]»\nparty = \"seller\"\n",
        "«[issues.empty]»\n",
        // Types.
        "[[remarks]]\nparty = «5»",
        "[[remarks]]\nparty = \"seller\"\non = «\"soon\"»",
        "[[remarks]]\nparty = \"seller\"\non = «2025»-06-01T10:00:00",
        "[[remarks]]\nparty = «\"\"»",
        "[issues.x]\nmin = «nan»\nmax = 1\nstep = 1",
        "[issues.x]\nmin = 0\nmax = «inf»\nstep = 1",
        "[issues.x]\nmin = 0\nmax = 1\nstep = «1e999»",
        "[issues.x]\nmin = «0x10»\nmax = 100\nstep = 1",
        // Names that nothing has.
        "[[remarks]]\nparty = «\"seler\"»",
        "[[remarks]]\nparty = \"seller\"\nissue = «\"pirce\"»",
        "[[remarks]]\nparty = \"seller\"\nby = «\"samuel\"»",
        "[[remarks]]\nparty = \"seller\"\nsource = «\"leter:P1\"»",
        "[[remarks]]\nparty = \"seller\"\npublicity = «\"publc\"»",
        "[[red_lines]]\nparty = «\"seler\"»\nkind = \"told\"\nnever = { price = 1 }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { «colr» = \"red\" }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { colour = [\"red\", «\"green\"»] }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { delivery = \"now\", colour = «\"green\"» }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { price = «0.25» }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { not = { any = [{ colour = «\"green\"» }, {}] } }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { colour = «{ min» = 1 } }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { «secret» = \"x\" }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { any = «{ price» = 1 } }",
        "[[red_lines]]\nparty = \"seller\"\nnever = { price = { «minimum» = 1 } }",
        "[[preconditions]]\nparty = \"seller\"\nsettled = [\"price\", «\"colours\"»]",
        "[[preconditions]]\nparty = \"seller\"\nsettled = «\"secret\"»",
        "[[linkages]]\nif = { price = 1 }\nthen = { colour = «\"green\"» }",
        "[[sessions]]\nparties = [\"seller\", «\"nobody\"»]\nstatus = \"held\"",
        "[[sessions]]\npeople = [«\"nobody\"»]\nstatus = \"held\"",
        "[[confidences]]\nissues = [«\"nothing\"»]",
        "[[deadlines]]\non = 2025-06-01\nissues = [«\"nothing\"»]",
        "[[deadlines]]\non = 2025-06-01\nparty = «\"nobody\"»",
        "[[deadlines]]\non = «\"soon\"»",
        // What is quoted, and from which file.
        "[sources.news]\nsha256 = «\"0f0f\"»",
        "[sources.news]\n[[remarks]]\nparty = \"seller\"\nsource = { id = \"news\", words = «\" \"» }",
        "[sources.news]\n[[remarks]]\nparty = \"seller\"\nsource = { id = \"news\", words = «\"a b c d e f g h i j k l m n o p q r s t u v w x y z\"» }",
        "[parties.third]\npeople.pat = { mandate = { issues = [«\"pric\"»] } }",
        "[parties.third]\npeople.pat = { faction = «\"doves\"» }",
        "[parties.third]\npeople.«sam» = {}",
        // Issues and ranges.
        "[issues.x]\noptions = «[]»",
        "[issues.x]\noptions = «{}»",
        "[issues.x]\noptions = [\"a\", \"b\", «\"a\"]»",
        "«[issues.x]»\noptions = [\"a\"]\nmin = 1",
        "«[issues.x]»\noptions = [\"a\"]\ndisclosed = false",
        "[issues.x]\nmin = 1\nmax = «0»\nstep = 1",
        "[issues.x]\nmin = 0\nmax = 1\nstep = «0»",
        "[issues.x]\nmin = 0\nmax = 1\nstep = «-1»",
        "[issues.x]\nmin = 0\nmax = 1e9\nstep = «1e-9»",
        "[issues.«any»]\noptions = [\"a\"]",
        // Dates.
        "[[remarks]]\nparty = \"seller\"\non = 2025-05-05\nuntil = «2025-05-04»",
        "[parties.third]\npeople.pat = { mandate = { from = 2025-05-05, until = «2025-05-04» } }",
        "[parties.third]\npeople.pat = { mandate = { from = 2025-05-05, ended = { on = «2025-05-04» } } }",
        // A circle of linkages.
        "[[linkages]]\nif = { colour = \"red\" }\nthen = { delivery = \"now\" }\n\
         [[linkages]]\nif = { delivery = \"now\" }\nthen = «{ colour = \"blue\" }»",
    ] {
        check(CASE, case_problems, marked, true);
    }
}

/// What looks like a shorter way of saying something gets one message, at its place, that says what to write.
#[test]
fn advice_says_what_to_write() {
    let advised = |problems: Vec<Diagnostic>, written: &str| {
        let [only] = problems.as_slice() else { panic!("{problems:?}") };
        let help = only.help.as_deref().unwrap_or_default();
        assert!(help.contains(written), "{only}");
        only.line_column().unwrap().0
    };
    let first = CASE.lines().count() + 1;
    for (line, text, written) in [
        (0, "[people.x]\nrole = \"principal\"", "[parties.PARTY.people.NAME]"),
        (0, "[points.price]\ncurve = [[0, 0]]", "mediant_brief = 1"),
        (0, "[[interactions]]\npoints = 1", "mediant_brief = 1"),
        (
            3,
            "[[positions]]\nparty = \"seller\"\nissue = \"colour\"\nwants = \"red\"",
            "wants = { colour = \"red\" }",
        ),
        (3, "[[positions]]\nparty = \"seller\"\nissue = \"price\"\nwants = 5", "{ ISSUE = 5 }"),
        (2, "[[red_lines]]\nparty = \"seller\"\nnever = \"red\"", "{ ISSUE = \"red\" }"),
        (2, "[[linkages]]\nif = { colour = \"red\" }\nthen = [\"now\"]", "{ ISSUE = [\"a\", \"b\"] }"),
        (1, "[parties.fourth]\npeople = [\"pat\"]", "people.NAME"),
        (1, "[parties.fourth]\npeople.pat = \"Pat\"", "{ name = \"Pat\" }"),
        (1, "[parties.fourth]\npeople.pat = { mandate = \"price\" }", "mandate = { issues = \"price\" }"),
    ] {
        let problems = case_problems(&format!("{CASE}{text}"));
        assert_eq!(advised(problems, written), first + line, "{text}");
    }
    for (wrong, written) in [
        ("agreement = \"unanimity\"", "rule = \"unanimity\""),
        ("agreement = 2", "quorum = 2"),
        ("quorum = 2", "agreement.quorum"),
    ] {
        let text = CASE.replace("agreement.partial = true", wrong).replace(", \"left open\"", "");
        advised(case_problems(&text), written);
    }
    for (text, written) in [
        ("reservation = 200", "reservation = { value = 200 }"),
        ("reservation = [1, 2]", "range = [1, 2]"),
        ("reservation = [1, 2, 3]", "range = ["),
        ("walk_away = 200", "reservation = { value"),
        ("title = \"x\"", "case"),
        ("points = 5", "points.ISSUE"),
        ("[points]\ndelivery = 5", "points.ISSUE"),
        ("[points]\ndelivery = { options = 5 }", "points.ISSUE"),
    ] {
        advised(brief_problems(&format!("{BRIEF}{text}")), written);
    }
}

#[test]
fn an_open_quote_is_one_error_at_its_place() {
    for (text, line, column) in [
        (
            "mediant = 1\ntitle = \"A sale\nid = \"sale\"\n[parties.a]\n[issues.x]\noptions = [\"a\", \"b\"]\n",
            2,
            9,
        ),
        (
            "mediant = 1\ntitle = \"A sale\"\n[parties.a]\n[issues.x]\noptions = [\"a, \"b\"]\n[issues.y]\noptions = { a = \"A\" }\n",
            5,
            17,
        ),
        ("mediant = 1\ntitle = 'A sale\n[parties.a]\nname = 'A'\n", 2, 9),
        ("mediant = 1\ntitle = \"\"\"A sale\n[parties.a]\nname = \"A\"\n", 2, 9),
    ] {
        let found = case_problems(text);
        assert_eq!(
            found.iter().map(Diagnostic::line_column).collect::<Vec<_>>(),
            [Some((line, column))],
            "{text}"
        );
    }
    // Another error in front of it is told of, too.
    let two = "mediant = = 1\ntitle = \"A sale\nid = \"x\"\n";
    let lines: Vec<usize> = case_problems(two).iter().map(|x| x.line_column().unwrap().0).collect();
    assert_eq!(lines.last(), Some(&2));
    assert!(lines.contains(&1) && !lines.contains(&3), "{lines:?}");
}

#[test]
fn what_is_right_and_probably_not_meant_is_a_warning() {
    check(CASE, case_problems, "[issues.x]\nmin = 0\nmax = «10»\nstep = 3", false);
    check(CASE, case_problems, "[issues.x]\nmin = -1\nmax = «0.25»\nstep = 0.5", false);
    let undated = CASE.replace("as_of = 2025-06-01\n", "");
    let statement =
        "[[red_lines]]\nparty = \"seller\"\nnever = { price = 1 }\non = 2025-01-01\nuntil = «2025-05-05»";
    check(&undated, case_problems, statement, false);
    let plain = statement.replace(['«', '»'], "");
    assert_eq!(case_problems(&format!("{CASE}{plain}")), []);
    let (case, _) = native::read_case(&InputFile::new("case.toml", undated)).unwrap();
    let brief = format!("{BRIEF}[[interests]]\ntext = \"x\"\nuntil = 2025-05-05\n");
    let (_, warnings) = native::read_brief(&InputFile::new("brief.toml", brief), Some(&case)).unwrap();
    assert_eq!(warnings.iter().map(Diagnostic::line_column).collect::<Vec<_>>(), [Some((6, 9))]);
}

#[test]
fn warnings_in_cases() {
    for marked in [
        "[[red_lines]]\nparty = «\"broker\"»\nnever = { price = 1 }",
        "[[red_lines]]\nparty = \"seller\"\nnever = «{ price» = { min = 3, max = 2 } }",
        "[[red_lines]]\nparty = \"seller\"\nnever = «{}»",
        "[[preconditions]]\nparty = \"seller\"\nrequire = «{ all» = [{ colour = \"red\" }, { colour = \"blue\" }] }",
        "[[preconditions]]\nparty = \"seller\"\nrequire = «{ colour» = [\"red\", \"blue\", \"left open\"] }",
        "[[linkages]]\nif = «{ any» = [] }\nthen = { price = 1 }",
        "[[linkages]]\nif = { price = 1 }\nthen = «{ any» = [] }",
        "[[linkages]]\nif = { colour = \"red\" }\nthen = «{ colour = \"blue\" }»",
        "[[answers]]\nparty = \"seller\"\nissue = \"price\"\nanswer = \"accepts\"\nby = «\"dora\"»\non = 2025-04-01",
        "[[answers]]\nparty = \"seller\"\nissue = \"colour\"\nanswer = \"accepts\"\nby = «\"dora\"»\non = 2025-02-01",
        "[[answers]]\nparty = \"buyer\"\nissue = \"price\"\nanswer = \"open\"\nby = «\"sam\"»",
        "[[sessions]]\nstatus = \"held\"\non = «2025-07-01»",
        "[parties.fourth]\npeople.«pat» = { leads = true, mandate = { until = 2025-03-01 } }",
    ] {
        check(CASE, case_problems, marked, false);
    }
}

#[test]
fn what_is_unusual_but_right_is_not_remarked_upon() {
    for appended in [
        "[[answers]]\nparty = \"seller\"\nissue = \"price\"\nanswer = \"accepts\"\nby = \"dora\"\non = 2025-02-01",
        "[[answers]]\nparty = \"seller\"\nissue = \"secret\"\nanswer = \"accepts\"\nby = \"sam\"",
        "[[remarks]]\nparty = \"broker\"\nby = \"an unnamed official\"\npublicity = \"seller\"",
        "[[red_lines]]\nparty = \"seller\"\nnever = { price = [1, \"2.0\", 3.50, \"left open\"] }",
        "[[preconditions]]\nparty = \"seller\"\nsettled = \"price\"",
        "[[linkages]]\nif = { colour = \"red\" }\nthen = { delivery = \"now\" }\n\
         [[linkages]]\nif = { delivery = \"now\" }\nthen = { colour = \"red\" }",
        "[issues.fine]\nmin = 0\nmax = 999999\nstep = 1",
    ] {
        assert_eq!(case_problems(&format!("{CASE}{appended}")), [], "{appended}");
    }
}

#[test]
fn an_agreement_rule_that_cannot_be_met_is_refused() {
    let with = |rule: &str| CASE.replace("agreement.partial = true", &format!("agreement = {{ {rule} }}"));
    for (rule, word) in [
        ("quorum = 0", "0"),
        ("quorum = 3", "3"),
        ("quorum = -1", "-1"),
        ("quorum = 1.5", "1.5"),
        ("rule = \"unanimity\", quorum = 1", "1"),
        ("rule = \"majority\"", "\"majority\""),
        ("quorum = 1, veto = [\"seler\"]", "\"seler\""),
        ("quorum = 1, veto = [\"broker\"]", "\"broker\""),
        ("quorum = 1, veto = [\"buyer\", \"buyer\"]", "\"buyer\"]"),
        ("quroum = 1", "quroum"),
    ] {
        let text = with(rule);
        let line = text.lines().nth(4).unwrap();
        let found: Vec<_> = case_problems(&text).iter().map(Diagnostic::line_column).collect();
        assert_eq!(found, [Some((5, line.find(word).unwrap() + 1))], "{rule}");
    }
    // Leaving issues open is something a case must allow.
    let closed = format!("{}[[preconditions]]\nparty = \"seller\"\nsettled = \"price\"", with("quorum = 1"));
    assert_eq!(case_problems(&closed).len(), 1);
    assert_eq!(case_problems("mediant = 1\ntitle = \"Nobody\"\n[issues.x]\noptions = [\"a\"]").len(), 1);
}

#[test]
fn errors_in_briefs() {
    for marked in [
        "[points.«prise»]\ncurve = [[0, 0]]",
        "[points.«secret»]\noptions = {}",
        "[points.delivery]\noptions = «{ now» = 1 }",
        "[points.delivery]\noptions = { now = 1, «latre» = 2 }",
        "[points.delivery]\noptions = { now = 1, later = 2, «never» = 3 }",
        "[points.delivery]\noptions = { now = «nan», later = 2 }",
        "[points.delivery]\nweight = «-1»\noptions = { now = 1, later = 2 }",
        "[points.delivery]\nweight = «\"1/0\"»\noptions = { now = 1, later = 2 }",
        "«[points.delivery]»\n",
        "[points.delivery]\ncurve = «[[0, 0]]»",
        "[points.price]\ncurve = «[]»",
        "[points.price]\ncurve = [[0, 0], «[1, 2, 3]»]",
        "[points.price]\ncurve = [[0, 0], [50, 2], «[50, 3]»]",
        "[points.price]\ncurve = [[0, 0], [50, 2], «[10, 3]»]",
        "[[interactions]]\nwhen = { colour = «\"green\"» }\npoints = 1",
        "[[interactions]]\nwhen = { colour = \"red\" }\npoints = «\"many\"»",
        "[ranking]\n«colours» = [\"red\"]",
        "[ranking]\ncolour = [\"red\", «\"green\"»]",
        "[ranking]\ncolour = [\"blue\", [\"red\", «\"blue\"]»]",
        "importance = [\"colour\", \"price\", «\"colour\"]»",
        "importance = [«\"color\"»]",
        "«[[reservation]]»\n",
        "«[[reservation]]»\nvalue = 1\nrange = [1, 2]",
        "discount = «0»",
        "discount = «1.5»",
        "[[red_lines]]\nparty = «\"buyer\"»\nnever = { price = 1 }",
        "[[red_lines]]\nnever = { price = «1000» }",
        "[[«positions»]]\nissue = \"price\"",
    ] {
        check(BRIEF, brief_problems, marked, true);
    }
    let points = "[points.delivery]\noptions = { now = 1, later = 2 }\n";
    let with_points = format!("{BRIEF}{points}");
    check(&with_points, brief_problems, "[[reservation]]\nrange = «[2, 1]»", true);
    check(&with_points, brief_problems, "[[interactions]]\nwhen = «{ any» = [] }\npoints = 1", false);
    check(BRIEF, brief_problems, "«[[reservation]]»\nvalue = 1", false);
    // Points by grid point: in plain decimals, and for all of them.
    assert_eq!(brief_problems(&format!("{BRIEF}[points.price]\noptions = {{ \"1.0\" = 5 }}")).len(), 2);
}

#[test]
fn a_brief_for_another_case_or_nobody_is_refused() {
    for (right, wrong) in [
        ("\"sale\"", "«\"sail\"»"),
        ("\"seller\"", "«\"sellers\"»"),
        ("\"seller\"", "«\"broker\"»"),
        ("brief = 1", "brief = «2»"),
    ] {
        check("", brief_problems, &BRIEF.replace(right, wrong), true);
    }
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    let case = InputFile::new("a", CASE);
    let brief = InputFile::new("b", BRIEF);
    let other = |name: &str, text: &str| InputFile::new(name, text);
    assert!(native::read(&[case.clone(), brief.clone()]).is_ok());
    for (files, culprit) in [
        (vec![brief.clone()], "b"),
        (vec![case.clone(), other("c", CASE)], "c"),
        (vec![case.clone(), brief.clone(), other("c", BRIEF)], "c"),
        (vec![case.clone(), other("c", "title = 1")], "c"),
        (vec![other("c", "")], "c"),
        // The marker is a key, not a line of some text further down.
        (vec![case.clone(), other("c", "[x]\ntext = \"\"\"\nmediant = 1\n\"\"\"")], "c"),
    ] {
        let problems = native::read(&files).unwrap_err();
        assert_eq!(problems.iter().map(|d| d.file.as_str()).collect::<Vec<_>>(), [culprit], "{problems:?}");
    }
    assert!(native::read(&[]).is_err());
}

#[test]
fn every_problem_is_told_at_once_in_the_order_of_the_file() {
    let text = format!(
        "{CASE}[[red_lines]]\nparty = \"seler\"\nnever = {{ price = nan }}\nkind = \"x\"\n\
         [[remarks]]\nparty = \"buyer\"\nissue = \"prize\"\ntxt = \"\"\n[[linkages]]\nif = {{ colour = \"pink\" }}\nthen = {{}}"
    );
    let problems = case_problems(&text);
    let first = CASE.lines().count() + 1;
    let lines: Vec<usize> =
        problems.iter().filter(|d| d.is_error()).map(|d| d.line_column().unwrap().0 - first).collect();
    assert_eq!(lines, [1, 2, 3, 6, 7, 9]);
}

#[test]
fn a_byte_order_mark_is_passed_over_and_other_encodings_are_named() {
    let with_mark = format!("\u{feff}{CASE}");
    assert!(native::read_case(&InputFile::new("a", with_mark)).is_ok());
    let wrong = format!("{CASE}# Z\u{fc}rich")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect::<Vec<u8>>();
    assert_eq!(native::read_case(&InputFile::new("a", wrong)).unwrap_err().len(), 1);
}

/// One message each, whatever is thrown at it.
#[test]
fn garbage_and_monsters_get_one_message() {
    let mut state = 1u64;
    let mut random = |bits: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> (64 - bits)
    };
    let printable: String = (0..10_000_000)
        .map(|_| if random(6) == 0 { '\n' } else { char::from(32 + random(6) as u8) })
        .collect();
    let bytes: Vec<u8> = (0..10_000_000).map(|_| random(8) as u8).collect();
    let deep = |open: &str| format!("mediant = 1\nx = {}", open.repeat(3_000_000));
    let dotted = format!("mediant = 1\n{}x = 1", "a.".repeat(2_000_000));
    let monsters = [
        ("printable", printable.into_bytes()),
        ("bytes", bytes),
        ("lists", deep("[").into_bytes()),
        ("tables", deep("{a=").into_bytes()),
        ("keys", dotted.into_bytes()),
        ("large", vec![b'#'; InputFile::SIZE_MAX + 1]),
        (
            "conditions",
            format!("{CASE}[[red_lines]]\nparty = \"seller\"\nnever = {}", "{ not = ".repeat(200))
                .into_bytes(),
        ),
        ("nothing", Vec::new()),
    ];
    for (name, bytes) in monsters {
        let problems = native::read_case(&InputFile::new(name, bytes)).unwrap_err();
        // An empty file lacks its version and everything else that must be there.
        let expected = if name == "nothing" { 2..=4 } else { 1..=1 };
        assert!(expected.contains(&problems.len()), "{name}: {} problems", problems.len());
        assert!(problems.iter().all(|problem| problem.to_string().len() < 1_000), "{name}");
    }
}

/// Large files that are right, or wrong in every line, take no more than their share of work.
#[test]
fn large_files_are_read_whole() {
    let options: String = (0..100_000).map(|n| format!("o{n} = \"Option {n}\"\n")).collect();
    let large = format!("{CASE}[issues.large.options]\n{options}");
    assert_eq!(case_problems(&large), []);
    let statements = |party: &str| format!("[[remarks]]\nparty = \"{party}\"\n").repeat(100_000);
    assert_eq!(case_problems(&format!("{CASE}{}", statements("seller"))), []);
    assert!(case_problems(&format!("{CASE}{}", statements("nobody"))).len() <= 1_000);
    let unknown: String = (0..100_000).map(|n| format!("key{n} = 1\n")).collect();
    assert!(case_problems(&format!("{unknown}{CASE}")).len() <= 1_001);
}

const TALKS: &str = include_str!("../native/talks.toml");
const UPPER: &str = include_str!("../native/upper.toml");

/// The text with some stretches replaced by others of the same text or by signs of the syntax.
fn mangled(text: &'static str) -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        "", "[", "]", "{", "}", "\"", "=", ".", "\n", "nan", "-1", "0", "any", "ä", "\\",
    ]);
    let cut = (0..text.len(), 0..12usize, 0..text.len(), 0..20usize, signs);
    prop::collection::vec(cut, 1..4).prop_map(move |cuts| {
        let mut mangled = text.to_owned();
        for (at, length, from, copied, sign) in cuts {
            let at = at.min(mangled.len());
            let end = (at + length).min(mangled.len());
            let copy = &text.as_bytes()[from..(from + copied).min(text.len())];
            let bytes =
                [&mangled.as_bytes()[..at], copy, sign.as_bytes(), &mangled.as_bytes()[end..]].concat();
            mangled = String::from_utf8_lossy(&bytes).into_owned();
        }
        mangled
    })
}

proptest! {
    #[test]
    fn a_mangled_case_is_refused_with_reasons_or_read_whole(text in mangled(TALKS)) {
        match native::read_case(&InputFile::new("x", text)) {
            Ok((case, _)) => {
                let (again, _) = native::read_case(&InputFile::new("y", native::write_case(&case))).unwrap();
                prop_assert_eq!(&again, &case);
                prop_assert!(mediant_model::Problem::compile(&case, &[], &Default::default()).is_ok());
            }
            Err(problems) => prop_assert!(problems.iter().any(Diagnostic::is_error)),
        }
    }

    #[test]
    fn a_mangled_brief_is_refused_with_reasons_or_read_whole(text in mangled(UPPER)) {
        let (case, _) = native::read_case(&InputFile::new("talks", TALKS)).unwrap();
        match native::read_brief(&InputFile::new("x", text), Some(&case)) {
            Ok((brief, _)) => {
                let compiled = mediant_model::Problem::compile(&case, std::slice::from_ref(&brief), &Default::default());
                let too_large = matches!(compiled.as_ref().map_err(Vec::as_slice), Err([mediant_model::problem::CompileError::TooLarge { .. }]));
                prop_assert!(compiled.is_ok() || too_large);
            }
            Err(problems) => prop_assert!(problems.iter().any(Diagnostic::is_error)),
        }
    }
}
