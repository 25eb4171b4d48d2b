//! What each command does, seen from outside: exit codes, files, JSON fields.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{Folder, example, json, mediant, said};
use std::collections::BTreeSet;

/// The size in a PNG's header.
fn png_size(bytes: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn no_deal_is_an_answer() {
    for format in ["text", "json", "markdown"] {
        let said = mediant(&["analyze", &example("talks-2025-12-04.toml"), "--format", format]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{format}");
        assert!(!said.out.is_empty());
    }
    let analysis = json(&[&example("talks-2025-12-04.toml")]);
    assert_eq!(analysis["zopa"]["exists"], false);
    assert_eq!(analysis["hurdles"], serde_json::json!(["territory"]));
    assert_eq!(analysis["conflicts"].as_array().unwrap().len(), 1);
    assert_eq!(analysis["openings"].as_array().unwrap().len(), 4);
    assert!(analysis["frontier"].is_null() && analysis["solutions"].is_null());
}

#[test]
fn openings_that_differ_read_differently() {
    for case in ["talks-2025-12-04.toml", "power-line-stalled"] {
        let analysis = json(&[&example(case)]);
        let openings = analysis["openings"].as_array().unwrap();
        let texts: BTreeSet<String> = openings.iter().map(|opening| opening["text"].to_string()).collect();
        assert!(openings.len() > 1, "{case}");
        assert_eq!(texts.len(), openings.len(), "{case}");
    }
}

#[test]
fn figures_keep_their_names_and_kinds() {
    let analysis = json(&[&example("sportco")]);
    assert_eq!(analysis["mediant"], 1);
    assert_eq!(analysis["packages"], "2880");
    assert_eq!(analysis["zopa"]["count"], serde_json::json!({"lower": "204", "upper": "204"}));
    assert_eq!(analysis["zopa"]["unanimous"], serde_json::json!({"lower": "52", "upper": "52"}));
    assert_eq!(analysis["basis"], "unanimous");
    assert_eq!(analysis["parties"].as_array().unwrap().len(), 7);
    for rule in ["nash", "kalai_smorodinsky", "leximin", "utilitarian"] {
        let solution = &analysis["solutions"][rule];
        assert!(solution["ties"].is_u64() && solution["proven"].is_boolean(), "{rule}");
        assert_eq!(solution["utilities"].as_object().unwrap().len(), 7);
        assert_eq!(solution["gains"].as_object().unwrap().len(), 7);
        assert_eq!(solution["package"].as_object().unwrap().len(), 6);
    }
    let points = analysis["frontier"]["points"].as_array().unwrap();
    assert_eq!(analysis["frontier"]["count"].as_u64().unwrap() as usize, points.len());
    assert!(analysis["elapsed_ms"].is_f64());
}

#[test]
fn bad_input_ends_with_two_and_prints_nothing() {
    let folder = Folder::new();
    let broken =
        folder.write("case.toml", "mediant = 1\ntitle = \"x\"\nparties = 3\n[issues.a]\noptions = {}\n");
    let picture = folder.at("p.svg");
    let certificate = folder.at("c.json");
    for arguments in [
        vec!["analyze", &broken, "--picture", &picture, "--certificate", &certificate],
        vec!["check", &broken],
        vec!["outlook", &broken],
        vec!["analyze", "/no/such/path"],
        vec!["analyze"],
        vec!["analyze", &broken, "--format", "pdf"],
        vec!["analyze", &broken, "--budget", "soon"],
        vec!["no-such-command"],
        vec![],
    ] {
        let said = mediant(&arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
        assert_eq!(said.out, "", "{arguments:?}");
        assert!(!said.err.is_empty(), "{arguments:?}");
    }
    assert_eq!(folder.names(), ["case.toml"]);
}

#[test]
fn check_names_file_line_and_column_of_every_problem() {
    let folder = Folder::new();
    let text = "mediant = 1\ntitle = \"x\"\n[parties.a]\n[parties.b]\n[issues.i]\noptions = { yes = \"Yes\", no = \"No\" }\n\
                [[red_lines]]\nparty = \"c\"\nnever = { i = \"yes\" }\n[[red_lines]]\nparty = \"a\"\nnever = { i = \"maybe\" }\n";
    let path = folder.write("case.toml", text);
    let said = mediant(&["check", &path]);
    assert_eq!(said.code, 2);
    for line in [8, 12] {
        assert!(said.err.contains(&format!("case.toml:{line}:")), "{}", said.err);
    }
    assert!(said.err.contains('^'));
    let said = mediant(&["check", &example("sportco")]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn pictures_are_drawn_in_the_format_of_their_ending() {
    let folder = Folder::new();
    for name in ["ampo-v-city", "sportco", "wage-dispute", "nash-1950"] {
        for ending in ["svg", "png"] {
            let picture = folder.at(&format!("{name}.{ending}"));
            let said = mediant(&["analyze", &example(name), "--picture", &picture]);
            assert_eq!(said.code, 0, "{name}: {}", said.err);
        }
        let svg = String::from_utf8(folder.read(&format!("{name}.svg"))).unwrap();
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        let (width, height) = png_size(&folder.read(&format!("{name}.png")));
        assert!(width > 1000 && height > 1000);
    }
    let said = mediant(&["analyze", &example("sportco"), "--plot"]);
    let without = mediant(&["analyze", &example("sportco")]);
    assert!(said.out.lines().count() > without.out.lines().count() + 5);
    let bad = mediant(&["analyze", &example("sportco"), "--picture", &folder.at("p.gif")]);
    assert_eq!((bad.code, bad.out.as_str()), (2, ""));
    // Without points there is no deal space to draw.
    let none = mediant(&["analyze", &example("talks-2025-12-04.toml"), "--picture", &folder.at("t.svg")]);
    assert_eq!((none.code, none.out.as_str()), (2, ""));
}

#[test]
fn a_picture_escapes_what_authors_write() {
    let folder = Folder::new();
    let case = folder.write(
        "case.toml",
        "mediant = 1\ntitle = \"<script>alert(1)</script> & 'x'\"\n[parties.a]\nname = \"A <b>\"\n[parties.b]\n\
         [issues.i]\noptions = { yes = \"Yes\", no = \"No\" }\n",
    );
    let brief = |party: &str, yes: u32| {
        let text = format!(
            "mediant_brief = 1\nparty = \"{party}\"\n[points]\ni = {{ options = {{ yes = {yes}, no = 1 }} }}\n"
        );
        folder.write(&format!("brief-{party}.toml"), text)
    };
    let (a, b) = (brief("a", 3), brief("b", 2));
    let said = mediant(&["analyze", &case, &a, &b, "--picture", &folder.at("p.svg")]);
    assert_eq!(said.code, 0, "{}", said.err);
    let svg = String::from_utf8(folder.read("p.svg")).unwrap();
    assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;"));
    assert!(!svg.contains("<b>"));
}

#[test]
fn certificates_hold_for_their_case_and_no_other() {
    let folder = Folder::new();
    for name in ["wage-dispute", "ampo-v-city", "talks-2025-12-04.toml"] {
        let certificate = folder.at("c.json");
        let said = mediant(&["analyze", &example(name), "--certificate", &certificate, "--format", "json"]);
        assert_eq!(said.code, 0, "{name}: {}", said.err);
        let said = mediant(&["verify", &certificate, &example(name)]);
        assert_eq!(said.code, 0, "{name}: {}", said.err);
        let other = mediant(&["verify", &certificate, &example("sportco")]);
        assert_eq!((other.code, other.out.as_str()), (2, ""), "{name}");
    }
    let garbage = folder.write("g.json", "{\"mediant\": 1");
    assert_eq!(mediant(&["verify", &garbage, &example("sportco")]).code, 2);
    assert_eq!(mediant(&["verify", &folder.at("none.json"), &example("sportco")]).code, 2);
}

#[test]
fn conversions_are_read_back() {
    let folder = Folder::new();
    let wanted = json(&[&example("thompson-employment")]);
    for format in ["mediant", "genius", "geniusweb", "case1"] {
        let out = folder.at(format);
        let said = mediant(&["convert", &example("thompson-employment"), &out, "--to", format]);
        assert_eq!(said.code, 0, "{format}: {}", said.err);
        let again = json(&[&out]);
        assert_eq!(again["packages"], wanted["packages"], "{format}");
        assert_eq!(again["frontier"]["count"], wanted["frontier"]["count"], "{format}");
    }
    assert_eq!(mediant(&["convert", &example("sportco"), &folder.at("x.xml")]).code, 2);
    let file = folder.write("taken", "x");
    assert_eq!(mediant(&["convert", &example("sportco"), &file]).code, 2);
}

#[test]
fn a_day_can_be_chosen_and_threads_change_nothing() {
    let without_time = |arguments: &[&str]| {
        let mut analysis = json(arguments);
        analysis.as_object_mut().unwrap().remove("elapsed_ms");
        analysis
    };
    let one = without_time(&[&example("ampo-v-city"), "--threads", "1"]);
    assert_eq!(one, without_time(&[&example("ampo-v-city"), "--threads", "3"]));
    let early = json(&[&example("talks-2025-12-04.toml"), "--date", "2025-12-01"]);
    assert_eq!(early["case"]["as_of"], "2025-12-01");
    assert_eq!(mediant(&["analyze", &example("sportco"), "--date", "1.1.2025"]).code, 2);
}

#[test]
fn a_budget_of_nothing_still_gives_an_answer() {
    let said = mediant(&["analyze", &example("ampo-v-city"), "--budget", "0ms", "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let analysis: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(analysis["packages"], "1944000");
}

#[test]
fn colour_is_for_terminals_only() {
    let said = mediant(&["analyze", &example("talks-2025-12-04.toml")]);
    assert!(!said.out.contains('\u{1b}'));
    assert!(said.out.lines().all(|line| line.chars().count() <= 100 && line == line.trim_end()));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_mediant"))
        .args(["analyze", &example("ampo-v-city"), "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let said = said(child.wait_with_output().unwrap());
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn completions_and_manual_come_from_the_binary() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = mediant(&["completions", shell]);
        assert_eq!(said.code, 0);
        assert!(said.out.contains("analyze") && said.out.contains("picture"), "{shell}");
    }
    let manual = mediant(&["man"]);
    assert_eq!(manual.code, 0);
    for word in [".TH mediant", "analyze", "certificate", "verify", "convert", "outlook", "read"] {
        assert!(manual.out.contains(word), "{word}");
    }
    assert_eq!(mediant(&["--version"]).code, 0);
    assert_eq!(mediant(&["--help"]).code, 0);
}

#[test]
fn rankings_alone_say_which_packages_are_efficient() {
    let garden = json(&[&example("garden")]);
    let expected = serde_json::json!({
        "necessarily_efficient": [
            {"use": "play", "tree": "keep", "gate": "locked"},
            {"use": "beds", "tree": "fell", "gate": "locked"},
        ],
        "count": 2,
    });
    assert_eq!(garden["ordinal"], expected);
    assert!(garden["package"].is_null());
    // What one party likes best is efficient whatever the other thinks, and nothing else is.
    let north = json(&[&example("garden"), "--for", "north"]);
    assert_eq!(
        north["ordinal"]["necessarily_efficient"],
        serde_json::json!([expected["necessarily_efficient"][0]])
    );
    for without in ["sportco", "talks-2025-12-04.toml"] {
        assert!(json(&[&example(without)])["ordinal"].is_null(), "{without}");
    }
}

#[test]
fn an_outlook_without_numbers_says_what_is_left() {
    let folder = Folder::new();
    let line = |party: &str, never: &str, on: &str| {
        format!("[[red_lines]]\nparty = \"{party}\"\nnever = {{ {never} }}\nkind = \"public\"\non = {on}\n")
    };
    let case = folder.write(
        "case.toml",
        [
            "mediant = 1\nid = \"t\"\ntitle = \"T\"\n[parties.a]\n[parties.b]\n".to_owned(),
            "[issues.x]\noptions = [\"p\", \"q\", \"r\"]\n[issues.y]\noptions = [\"s\", \"t\"]\n".to_owned(),
            line("a", "x = \"p\"", "2031-02-01"),
            line("b", "y = \"t\"", "2031-03-01"),
        ]
        .concat(),
    );
    let said = mediant(&["outlook", &case, "--format", "json"]);
    let read: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let left: Vec<&str> =
        read["rows"].as_array().unwrap().iter().map(|row| row["count"]["lower"].as_str().unwrap()).collect();
    assert_eq!(left, ["6", "4", "2"]);
    let text = mediant(&["outlook", &case]).out;
    let table: String = text.lines().skip_while(|line| !line.contains("From")).collect();
    for count in left {
        assert!(
            table.contains(&format!("{count} of 6 packages"))
                || table.contains(&format!("all {count} packages"))
        );
    }
    assert!(!table.contains("not known"), "{text}");
}

#[test]
fn a_named_package_is_judged_by_rankings() {
    let judged = |package: &str| json(&[&example("garden"), "--package", package])["package"].clone();
    let dominated = judged("use=play, tree=prune, gate=open");
    assert_eq!(dominated["efficient"], serde_json::json!({"necessary": false, "possible": false}));
    assert_eq!(dominated["dominated_by"]["gate"], "locked");
    assert!(dominated["passes"].is_null());
    // Names do as well as ids, and need not be unlike the punctuation.
    let best = judged("What the lawn is for = playing, The old pear tree = stays, gate=locked at night");
    assert_eq!(best["options"], serde_json::json!({"use": "play", "tree": "keep", "gate": "locked"}));
    assert_eq!(best["efficient"], serde_json::json!({"necessary": true, "possible": true}));
    assert!(best["dominated_by"].is_null() && best["maybe_dominated_by"].is_null());
}

#[test]
fn a_named_package_is_judged_by_points_and_constraints() {
    let talks = example("talks-2025-12-04.toml");
    let judged = json(&[&talks, "--package", "territory=cede"]);
    let package = &judged["package"];
    let broken = package["breaks"].as_array().unwrap();
    assert_eq!(broken.len(), 1);
    let facts = judged["facts"].as_array().unwrap();
    let fact = facts.iter().find(|fact| fact["id"] == broken[0]).unwrap();
    assert_eq!((&fact["party"], &fact["kind"]), (&"ukraine".into(), &"red_line".into()));
    assert_eq!(package["passes"], false);
    assert_eq!(package["parties"]["ukraine"]["accepts"], false);
    assert!(package["parties"]["russia"]["accepts"].is_null() && package["efficient"]["necessary"].is_null());

    let plan = |plan: &str| json(&[&example("three-fair-answers"), "--package", plan])["package"].clone();
    let middle = plan("plan=middle");
    assert_eq!(
        middle["parties"]["lower"],
        serde_json::json!({"utility": 45.0, "gain": 45.0, "accepts": true})
    );
    assert_eq!((&middle["passes"], &middle["efficient"]["necessary"]), (&true.into(), &true.into()));
    let none = plan("plan=none");
    assert_eq!(none["efficient"]["possible"], false);
    assert_eq!(none["dominated_by"]["plan"], "even");

    for format in ["text", "markdown"] {
        let with = mediant(&["analyze", &talks, "--package", "territory=keep", "--format", format]);
        let without = mediant(&["analyze", &talks, "--format", format]);
        assert!(with.code == 0 && with.out.lines().count() > without.out.lines().count() + 5, "{format}");
    }
}

#[test]
fn a_package_that_is_none_ends_with_two() {
    let garden = example("garden");
    for package in [
        "use=play, tree=saw, gate=open",
        "use=play, shed=new, tree=keep, gate=open",
        "use=play, tree=keep",
        "use=play, use=beds, tree=keep, gate=open",
        "play",
        "",
    ] {
        let said = mediant(&["analyze", &garden, "--package", package]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{package}");
        assert_eq!(said.err.lines().count(), 2, "{}", said.err);
    }
    let misspelt = mediant(&["analyze", &garden, "--package", "use=play, tre=keep, gate=open"]);
    assert!(misspelt.err.contains("`tre`") && misspelt.err.contains("`tree`"), "{}", misspelt.err);
    let withheld = example("talks-2025-12-04.toml");
    assert_eq!(mediant(&["analyze", &withheld, "--package", "territory=cede, other_proposals=x"]).code, 2);
}
