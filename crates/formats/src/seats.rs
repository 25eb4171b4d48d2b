//! Which files of a folder belong to one negotiation, told by their names.
//!
//! Genius keeps several versions of a domain in one folder (`Travel-A-domain.xml`, `Travel-A-prof1.xml`, …), and
//! several versions of one party's profile (`party1_utility.xml`, `party1_utility_u10.xml`): the former are to be
//! chosen from, and of the latter only one sits at the table.

use crate::diagnostic::Diagnostic;
use crate::recognise::{base, stem};
use mediant_model::Severity;

/// Something that has a file's name.
pub(crate) trait Named {
    /// The file's name as the caller gave it.
    fn name(&self) -> &str;
}

/// The one domain, with the profiles that go with it.
///
/// # Errors
/// Profiles go with several domains, or it cannot be told with which: the domains to choose from.
pub(crate) fn of_one_domain<T: Named>(
    domains: Vec<T>,
    profiles: Vec<T>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<(Option<T>, Vec<T>), Diagnostic> {
    if domains.len() < 2 {
        return Ok((domains.into_iter().next(), profiles));
    }
    let mut groups: Vec<(T, Vec<T>)> = domains.into_iter().map(|domain| (domain, Vec::new())).collect();
    let mut loose = false;
    for profile in profiles {
        match named_after(&profile, &groups).and_then(|index| groups.get_mut(index)) {
            Some((_, own)) => own.push(profile),
            None => loose = true,
        }
    }
    let with_profiles = groups.iter().filter(|(_, profiles)| !profiles.is_empty()).count();
    if loose || with_profiles != 1 {
        return Err(to_choose_from(&groups));
    }
    let mut chosen = None;
    for (domain, profiles) in groups {
        if profiles.is_empty() {
            warnings.push(passed_over(&domain, "no profile is named after this domain: it is passed over"));
        } else {
            chosen = Some((domain, profiles));
        }
    }
    Ok(chosen.map_or((None, Vec::new()), |(domain, profiles)| (Some(domain), profiles)))
}

/// The domain with which a profile's name has the longest beginning in common, whatever its capitals; nothing where two
/// are as near.
fn named_after<T: Named>(profile: &T, groups: &[(T, Vec<T>)]) -> Option<usize> {
    let own = base(profile.name()).to_lowercase();
    let common =
        |(domain, _): &(T, Vec<T>)| common_beginning(&own, &base(domain.name()).to_lowercase()).len();
    let longest = groups.iter().map(common).max().filter(|longest| *longest > 0)?;
    let mut nearest = groups.iter().enumerate().filter(|(_, group)| common(group) == longest);
    let (index, _) = nearest.next()?;
    nearest.next().is_none().then_some(index)
}

fn common_beginning<'a>(a: &'a str, b: &str) -> &'a str {
    let end = a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map(|((at, _), _)| at);
    a.get(..end.unwrap_or(a.len().min(b.len()))).unwrap_or_default()
}

fn to_choose_from<T: Named>(groups: &[(T, Vec<T>)]) -> Diagnostic {
    let list: Vec<String> = groups.iter().map(|(domain, _)| format!("`{}`", base(domain.name()))).collect();
    let message =
        format!("there are {} domains here, of which one is to be chosen: {}", list.len(), list.join(", "));
    let (first, of_first) = match groups.iter().find(|(_, profiles)| !profiles.is_empty()).or(groups.first())
    {
        Some((domain, profiles)) => (domain.name(), profiles.as_slice()),
        None => ("", &[][..]),
    };
    let shared = of_first.iter().fold(first, |shared, profile| common_beginning(shared, profile.name()));
    let shared = shared.trim_end_matches(|c: char| !c.is_alphanumeric());
    let others = groups.iter().filter(|(domain, _)| domain.name() != first);
    let is_telling = !base(shared).is_empty()
        && !of_first.is_empty()
        && others.into_iter().all(|(domain, _)| !domain.name().starts_with(shared));
    let help = match is_telling {
        true => format!("name the files that belong together by what they begin with: `{shared}`"),
        false => "name one domain and the profiles that belong to it".to_owned(),
    };
    Diagnostic::of_file(first, message).help(help)
}

/// One profile for each seat: of several versions the plain one, or else the first.
pub(crate) fn one_each<T: Named>(profiles: Vec<T>, warnings: &mut Vec<Diagnostic>) -> Vec<T> {
    let stems: Vec<String> = profiles.iter().map(|profile| stem(profile.name()).to_owned()).collect();
    let mut seated: Vec<(String, T)> = Vec::new();
    for profile in profiles {
        let own = stem(profile.name()).to_owned();
        let seat = seat(&own, &stems).to_owned();
        let other_version =
            |(known, at_table): &&mut (String, T)| *known == seat && stem(at_table.name()) != own;
        match seated.iter_mut().find(other_version) {
            None => seated.push((seat, profile)),
            Some((_, at_table)) => {
                let (kept, other) = if own == seat {
                    (profile.name().to_owned(), &*at_table)
                } else {
                    (at_table.name().to_owned(), &profile)
                };
                let message = format!(
                    "this is another version of the profile in `{}` and is passed over; name the files to choose otherwise",
                    base(&kept)
                );
                warnings.push(passed_over(other, &message));
                if own == seat {
                    *at_table = profile;
                }
            }
        }
    }
    seated.into_iter().map(|(_, profile)| profile).collect()
}

/// Words that mark a version of a profile.
const MARKS: [&str; 8] =
    ["uncertain", "discount", "discounted", "undiscounted", "disc", "undisc", "reservation", "noreservation"];

/// Whether part of a name marks a version of a profile.
///
/// Genius marks profiles by how much of them is shown, `u10` (comparisons) and `c001` (their cost); people by `v2`.
fn is_mark(part: &str) -> bool {
    let digits = part.strip_prefix(['u', 'c', 'v']).unwrap_or_default();
    let is_counted = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_counted || MARKS.iter().any(|mark| part.eq_ignore_ascii_case(mark))
}

/// A name without the marks of a version at its end.
fn unmarked(name: &str) -> &str {
    let mut rest = name;
    while let Some((shorter, _)) =
        rest.rsplit_once(['_', '-']).filter(|(shorter, mark)| !shorter.is_empty() && is_mark(mark))
    {
        rest = shorter;
    }
    rest
}

/// The seat that a profile's name tells: the name without its marks, where another version stands beside it. A mark
/// alone may be anything.
fn seat<'n>(name: &'n str, all: &[String]) -> &'n str {
    let seat = unmarked(name);
    if all.iter().any(|other| other != name && unmarked(other) == seat) { seat } else { name }
}

fn passed_over<T: Named>(file: &T, message: &str) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::of_file(file.name(), message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Named for &str {
        fn name(&self) -> &str {
            self
        }
    }

    fn seats(names: &[&'static str]) -> Vec<&'static str> {
        let mut warnings = Vec::new();
        let seated = one_each(names.to_vec(), &mut warnings);
        assert_eq!(seated.len() + warnings.len(), names.len());
        seated
    }

    #[test]
    fn versions_of_one_profile_take_one_seat() {
        let mut party: Vec<&str> = vec!["p/party1_utility.xml", "p/party2_utility_u10_c001.xml"];
        party.extend([
            "p/party1_utility_u10.xml",
            "p/party1_utility_u500_c001.xml",
            "p/party2_utility_u100_c001.xml",
        ]);
        party.sort_unstable();
        assert_eq!(seats(&party), ["p/party1_utility.xml", "p/party2_utility_u100_c001.xml"]);
        assert_eq!(seats(&["a_uncertain.xml", "a.xml", "b.xml"]), ["a.xml", "b.xml"]);
        assert_eq!(
            seats(&["a-Discounted.xml", "a-undiscounted.xml", "b.xml"]),
            ["a-Discounted.xml", "b.xml"]
        );
        // Nothing that only looks alike.
        for different in [
            &["util1.xml", "util10.xml"][..],
            &["travel_chox.xml", "travel_fanny.xml"],
            &["energy.xml", "energy_u.xml", "energy_consumer.xml"],
            &["seller_c1.xml", "buyer_c1.xml"],
            &["u1_discounted.xml", "u2.xml"],
            &["profile.xml", "profile_2.xml"],
        ] {
            assert_eq!(seats(different), different);
        }
    }

    #[test]
    fn profiles_go_with_the_domain_they_are_named_after() {
        let chosen = |domains: &[&'static str], profiles: &[&'static str]| {
            let mut warnings = Vec::new();
            let found = of_one_domain(domains.to_vec(), profiles.to_vec(), &mut warnings);
            found.map(|(domain, profiles)| (domain, profiles, warnings.len()))
        };
        let travel = ["t/Travel-A-domain.xml", "t/Travel-B-domain.xml"];
        assert_eq!(
            chosen(&travel, &["t/Travel-B-prof1.xml", "t/Travel-B-prof2.xml"]).ok(),
            Some((Some(travel[1]), vec!["t/Travel-B-prof1.xml", "t/Travel-B-prof2.xml"], 1))
        );
        let capitals = ["Laptop_domain.xml", "Travel.xml"];
        assert!(chosen(&capitals, &["travel_chox.xml", "travel_fanny.xml"]).is_ok());
        assert_eq!(chosen(&travel[..1], &["x.xml"]).ok(), Some((Some(travel[0]), vec!["x.xml"], 0)));
        assert_eq!(chosen(&[], &["x.xml"]).ok(), Some((None, vec!["x.xml"], 0)));
        for loose in [&["t/Travel-A-prof1.xml", "t/Travel-B-prof1.xml"][..], &["t/other.xml"], &[]] {
            let problem = chosen(&travel, loose).expect_err("a choice");
            assert!(travel.iter().all(|domain| problem.message.contains(base(domain))), "{problem}");
        }
        let problem =
            chosen(&travel, &["t/Travel-A-prof1.xml", "t/Travel-B-prof1.xml"]).expect_err("a choice");
        assert!(problem.help.is_some_and(|help| help.contains("`t/Travel-A`")));
    }
}
