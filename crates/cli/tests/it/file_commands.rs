//! `new`, `check`, `convert` and `schema`: the commands about reading and writing files.

#![expect(clippy::unwrap_used, reason = "a test should stop at the first thing that is not as it expects")]

use crate::support::{Folder, example, json, mediant};
use serde_json::Value;

#[test]
fn a_new_case_is_right_as_it_stands_and_nothing_is_overwritten() {
    for extra in [
        &[][..],
        &["--title", "A \"quoted\" \\ title", "--party", "Ann, B", "--party", "all", "--issue", "x y"],
    ] {
        let folder = Folder::new();
        let at = folder.at("case");
        let arguments = [&["new", &at], extra].concat();
        let made = mediant(&arguments);
        assert_eq!((made.code, made.err.as_str()), (0, ""));
        let checked = mediant(&["check", &at]);
        assert_eq!((checked.code, checked.err.as_str()), (0, ""), "{extra:?}");
        assert_eq!(mediant(&["analyze", &at]).code, 0);
        assert_eq!(mediant(&arguments).code, 2);
    }
    let folder = Folder::new();
    let kept = folder.write("case.toml", "mine");
    assert_eq!(mediant(&["new", folder.path().to_str().unwrap()]).code, 2);
    assert_eq!(
        (folder.names(), folder.read("case.toml")),
        (vec!["case.toml".to_owned()], b"mine".to_vec()),
        "{kept}"
    );
    for refused in [["--issue", "all"], ["--party", ""]] {
        assert_eq!(mediant(&["new", &folder.at("other"), refused[0], refused[1]]).code, 2, "{refused:?}");
    }
    assert_eq!(folder.names().len(), 1);
}

fn listed(arguments: &[&str]) -> (i32, Value) {
    let said = mediant(&[&["check", "--format", "json"], arguments].concat());
    (said.code, serde_json::from_str(&said.out).unwrap())
}

#[test]
fn check_answers_machines_with_places() {
    let (code, good) = listed(&[&example("wage-dispute")]);
    assert_eq!((code, &good["errors"], &good["problems"]), (0, &Value::from(0), &Value::Array(vec![])));
    assert_eq!(good["parties"], 2);

    let folder = Folder::new();
    let bad = folder.write(
        "case.toml",
        "mediant = 1\ntitle = \"T\"\n[parties]\na = {}\n[issues.x]\noptions = [\"u\", true]\n",
    );
    let (code, bad) = listed(&[&bad]);
    assert_eq!(code, 2);
    assert!(bad["errors"].as_u64().unwrap() >= 1 && bad["parties"].is_null());
    let placed = |problem: &Value| problem["line"] == 6 && problem["column"].as_u64().unwrap() > 1;
    assert!(bad["problems"].as_array().unwrap().iter().any(placed), "{bad}");
    for problem in bad["problems"].as_array().unwrap() {
        assert_eq!(problem["severity"], "error");
        assert!(problem["file"].as_str().unwrap().ends_with("case.toml"));
        assert!(!problem["message"].as_str().unwrap().is_empty());
    }

    let (code, none) = listed(&[&folder.at("nothing-here")]);
    assert_eq!((code, &none["errors"]), (2, &Value::from(1)));
}

#[test]
fn a_file_that_is_not_read_is_named() {
    let folder = Folder::new();
    let at = folder.at("case");
    assert_eq!(mediant(&["new", &at]).code, 0);
    folder.write("case/brief-third.tml", "mediant_brief = 1\n");
    let (code, found) = listed(&[&at]);
    assert_eq!((code, &found["warnings"]), (0, &Value::from(1)));
    assert!(found["problems"][0]["file"].as_str().unwrap().ends_with("brief-third.tml"));
}

#[test]
fn schemas_are_printed_for_both_kinds_of_file() {
    for (shape, field) in [("case", "issues"), ("brief", "points")] {
        let said = mediant(&["schema", shape]);
        assert_eq!(said.code, 0);
        let schema: Value = serde_json::from_str(&said.out).unwrap();
        assert!(schema["properties"][field].is_object(), "{shape}");
    }
}

const DOMAIN: &str = r#"<negotiation_template><utility_space number_of_issues="1"><objective index="0" name="a" type="objective">
<issue etype="discrete" index="1" name="Bed & board" type="discrete"><item index="1" value="half"/><item index="2" value="full"/></issue>
</objective></utility_space></negotiation_template>"#;

fn profile(half: f64) -> String {
    format!(
        r#"<utility_space number_of_issues="1"><objective index="0" name="a" type="objective">
<issue etype="discrete" index="1" name="Bed &amp; board" type="discrete"><item index="1" value="half" evaluation="{half}"/><item index="2" value="full" evaluation="1"/></issue>
<weight index="1" value="1"/></objective><reservation value="0.25"/></utility_space>"#
    )
}

#[test]
fn a_bare_ampersand_is_read_where_that_is_asked_for() {
    let folder = Folder::new();
    folder.write("domain.xml", DOMAIN);
    folder.write("a.xml", profile(0.5));
    folder.write("b.xml", profile(2.0));
    let at = folder.path().to_str().unwrap();
    let (code, found) = listed(&[at]);
    assert_eq!((code, &found["problems"][0]["line"]), (2, &Value::from(2)), "{found}");
    let (code, found) = listed(&[at, "--lenient"]);
    assert_eq!((code, &found["errors"]), (0, &Value::from(0)), "{found}");
    assert_eq!(mediant(&["analyze", at]).code, 2);
    assert_eq!(mediant(&["analyze", at, "--lenient"]).code, 0);
    let out = folder.at("out.toml");
    assert_eq!(mediant(&["convert", at, &folder.at("out"), "--lenient"]).code, 0, "{out}");
    assert_eq!(mediant(&["check", &folder.at("out")]).code, 0);
}

#[test]
fn several_domains_in_one_folder_are_chosen_by_name() {
    let folder = Folder::new();
    let domain = DOMAIN.replace("Bed & board", "Bed &amp; board");
    for name in ["Inn", "Hotel"] {
        let domain = if name == "Inn" {
            domain.replace("full", "bar").replace("<issue", "<issue ")
        } else {
            domain.clone()
        };
        let told = if name == "Inn" { profile(0.5).replace("full", "bar") } else { profile(0.5) };
        folder.write(&format!("{name}.xml"), domain);
        folder.write(&format!("{name}-A.xml"), &told);
        folder.write(&format!("{name}-B.xml"), &told);
    }
    let at = folder.path().to_str().unwrap();
    let said = mediant(&["check", at]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("Inn") && said.err.contains("Hotel"), "{}", said.err);
    for name in ["Inn", "Hotel"] {
        let (code, found) = listed(&[&folder.at(name)]);
        assert_eq!(
            (code, &found["parties"], &found["briefs"]),
            (0, &Value::from(2), &Value::from(2)),
            "{found}"
        );
    }
}

#[test]
fn what_is_written_is_read_again_with_the_same_meaning() {
    let folder = Folder::new();
    for name in ["thompson-employment", "shop-lease", "sportco", "talks-2025-12-04.toml"] {
        for format in ["mediant", "genius", "geniusweb", "geniusweb-python", "negolog", "case1"] {
            let out = folder.at(&format!("{name}-{format}"));
            let said = mediant(&["convert", &example(name), &out, "--to", format]);
            if said.code == 0 {
                let checked = mediant(&["check", &out]);
                assert_eq!(checked.code, 0, "{name} {format}: {}", checked.err);
            } else {
                assert_eq!(said.code, 2, "{name} {format}: {}", said.err);
                assert!(!std::path::Path::new(&out).exists(), "{name} {format}");
            }
        }
        let kept = json(&[&folder.at(&format!("{name}-mediant"))]);
        assert_eq!(kept["packages"], json(&[&example(name)])["packages"], "{name}");
    }
}

#[test]
fn a_party_that_accepts_nothing_never_becomes_one_that_accepts_everything() {
    let folder = Folder::new();
    folder.write("case.toml", "mediant = 1\nid = \"c\"\ntitle = \"T\"\n[parties]\na = {}\nb = {}\n[issues.x]\noptions = [\"u\", \"v\"]\n");
    let brief = |party: &str, more: &str| {
        format!(
            "mediant_brief = 1\ncase = \"c\"\nparty = \"{party}\"\n{more}[points.x]\noptions = {{ u = 1, v = 3 }}\n"
        )
    };
    folder.write("brief-a.toml", brief("a", "reservation = { value = 9 }\n"));
    folder.write("brief-b.toml", brief("b", ""));
    let at = folder.path().to_str().unwrap();
    let mut written = 0;
    for format in ["mediant", "genius", "geniusweb", "geniusweb-python", "negolog", "case1"] {
        let out = Folder::new();
        let target = out.at("out");
        let said = mediant(&["convert", at, &target, "--to", format]);
        match said.code {
            0 => {
                written += 1;
                let analysis = json(&[&target]);
                assert_eq!(analysis["zopa"]["count"], json(&[at])["zopa"]["count"], "{format}");
            }
            2 => assert!(out.names().is_empty(), "{format} wrote {:?}", out.names()),
            code => panic!("{format}: {code} {}", said.err),
        }
    }
    assert!(written > 0);
}

#[test]
fn points_too_far_apart_are_told_at_their_place() {
    let folder = Folder::new();
    folder.write("case.toml", "mediant = 1\nid = \"c\"\ntitle = \"T\"\n[parties]\np = {}\nq = {}\n[issues.x]\noptions = [\"a\", \"b\"]\n[issues.y]\noptions = [\"a\", \"b\"]\n");
    let brief = |party: &str, large: &str, small: &str| {
        format!(
            "mediant_brief = 1\ncase = \"c\"\nparty = \"{party}\"\n[points.x]\noptions = {{ a = {large}, b = 0 }}\n[points.y]\noptions = {{ a = {small}, b = 0 }}\n"
        )
    };
    folder.write("brief-p.toml", brief("p", "1e300", "1e-300"));
    folder.write("brief-q.toml", brief("q", "1", "2"));
    let (code, found) = listed(&[folder.path().to_str().unwrap()]);
    if code != 0 {
        let problem = &found["problems"][0];
        assert!(problem["file"].as_str().unwrap().ends_with("brief-p.toml"), "{found}");
        assert_eq!((code, &problem["line"]), (2, &Value::from(5)));
        assert!(problem["help"].is_string());
    }
}
