//! A case and its briefs to begin with: right as they stand, with comments that say what else can stand there.
//!
//! A line that begins with `#` and no space is an example: without the `#` it is right, too.

use super::readable::key;
use crate::convert::{ConvertError, FileNames};
use mediant_model::validate::RESERVED_WORDS;
use std::collections::BTreeSet;

/// What to write about; where nothing is named, a sale of a boat.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// What the case is called.
    pub title: String,
    /// The parties, by short names.
    pub parties: Vec<String>,
    /// The issues, by short names.
    pub issues: Vec<String>,
}

/// File names and contents: the case, then a brief for each party.
///
/// # Errors
/// A name that is empty, there twice, or a word of the condition language.
pub fn files(wanted: &Wanted) -> Result<Vec<(String, String)>, ConvertError> {
    let or = |names: &[String], usual: [&str; 2]| match names {
        [] => usual.map(str::to_owned).to_vec(),
        names => names.to_vec(),
    };
    let parties = or(&wanted.parties, ["seller", "buyer"]);
    let issues = or(&wanted.issues, ["price", "handover"]);
    check(&parties, "party", &[])?;
    check(&issues, "issue", &RESERVED_WORDS)?;
    let mut names = FileNames::new("toml");
    let mut all = vec![(names.of("case"), case(&wanted.title, &parties, &issues))];
    for (index, party) in parties.iter().enumerate() {
        // Neighbours want the opposite: something to negotiate about.
        let content = brief(&wanted.title, party, &issues, index % 2 == 0);
        all.push((names.of(&format!("brief-{party}")), content));
    }
    Ok(all)
}

fn check(names: &[String], what: &str, reserved: &[&str]) -> Result<(), ConvertError> {
    let mut known = BTreeSet::new();
    for name in names {
        if name.trim().is_empty() {
            return Err(ConvertError::new(format!("a name of a {what} is empty"), "give it a short name"));
        }
        if !known.insert(name) {
            return Err(ConvertError::new(format!("{what} `{name}` is named twice"), "name it once"));
        }
        if reserved.contains(&name.as_str()) {
            let message = format!("a {what} cannot be called `{name}`, a word of the condition language");
            return Err(ConvertError::new(message, "give it another name"));
        }
    }
    Ok(())
}

fn text(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

/// The first issue is one of numbers, the others have options.
fn is_range(index: usize) -> bool {
    index == 0
}

fn case(title: &str, parties: &[String], issues: &[String]) -> String {
    let mut out = format!(
        "# A case: what everybody at the table may know. What is told in confidence stands in the briefs beside it.\n\
         # `mediant check` says what is wrong, line by line. Lines like `#as_of = …` are examples: take the # away.\n\
         \n\
         mediant = 1\n\
         title = {}\n\
         # The day that is described: what was said later does not count yet.\n\
         #as_of = 2026-01-31\n\
         \n\
         [agreement]\n\
         # Everybody must accept. For a quorum, `quorum = 2` instead, and `veto = [\"…\"]` for whom nothing passes without.\n\
         rule = \"unanimity\"\n\
         # A deal may leave issues open.\n\
         #partial = true\n\
         \n\
         # Who negotiates. Somebody who mediates has `role = \"third\"`.\n",
        text(title)
    );
    for party in parties {
        let id = key(party);
        out += &format!(
            "[parties.{id}]\nname = {}\n#people.{} = {{ name = \"Ann Example\", office = \"manager\", role = \"principal\" }}\n\n",
            text(party),
            key(&format!("ann of {party}"))
        );
    }
    out += "# What is to be settled: options, each with a short name and what it means, or a range of numbers.\n";
    for (index, issue) in issues.iter().enumerate() {
        let id = key(issue);
        out += &format!("[issues.{id}]\nname = {}\n", text(issue));
        out += if is_range(index) {
            "min = 0\nmax = 100\nstep = 5\n#unit = \"EUR\"\n\n"
        } else {
            "options = { first = \"the first way\", second = \"the second way\" }\n\n"
        };
    }
    if let (Some(party), Some(issue)) = (parties.first(), issues.first()) {
        out += &format!(
            "# What people said, each with who, when and where it is recorded. None of it needs a number.\n\
             # A red line rules packages out for its party; a linkage ties options together.\n\
             #[[red_lines]]\n\
             #party = {}\n\
             #never = {{ {} = {{ max = 20 }} }}\n\
             #kind = \"public\"\n\
             #on = 2026-01-15\n\
             #text = \"not below that\"\n",
            text(party),
            key(issue)
        );
    }
    out
}

fn brief(title: &str, party: &str, issues: &[String], upwards: bool) -> String {
    let (low, high) = if upwards { (0, 10) } else { (10, 0) };
    let mut out = format!(
        "# The brief of one party, confidential: for it and the mediator alone. Every part is optional; each adds answers.\n\
         \n\
         mediant_brief = 1\n\
         case = {}\n\
         party = {}\n\
         \n\
         # What options are worth to it, on any scale of its own. Points of an issue are multiplied by `weight`.\n",
        text(title),
        text(party)
    );
    for (index, issue) in issues.iter().enumerate() {
        out += &format!("[points.{}]\n#weight = 2\n", key(issue));
        out += &if is_range(index) {
            format!("# Straight lines through [value, points].\ncurve = [[0, {low}], [100, {high}]]\n\n")
        } else {
            format!("options = {{ first = {high}, second = {low} }}\n\n")
        };
    }
    out += "# Without a deal worth at least this much it walks away; `range = [4, 6]` where it is not known better.\n\
            #[[reservation]]\n\
            #value = 5\n\
            #because = \"what it can get elsewhere\"\n";
    if let Some(issue) = issues.first() {
        out += &format!(
            "\n# Points for a combination, and what it will not accept, told in confidence.\n\
             #[[interactions]]\n\
             #when = {{ {issue} = {{ min = 50 }} }}\n\
             #points = -1\n\
             #[[red_lines]]\n\
             #never = {{ {issue} = 0 }}\n",
            issue = key(issue)
        );
    }
    out
}
