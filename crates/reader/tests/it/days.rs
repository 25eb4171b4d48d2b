//! What times mean on a report's day.

use jiff::civil::{Date, date};
use mediant_reader::document::Document;
use mediant_reader::parse::Model;
use mediant_reader::report::{Excerpt, Options, Report};
use mediant_reader::time::times::times;
use mediant_reader::time::{Aspect, Clock, find};
use proptest::prelude::*;

/// The days of a text that was written on 14 May 2031, a Wednesday: `day` or `first..last`.
fn days(text: &str) -> Vec<String> {
    let options = Options { date: Some(date(2031, 5, 14)), ..Options::default() };
    let document = Document::read(Report::read(text, &options).expect(text), Model::english());
    let said = times(&document).into_iter().map(|time| match time.when {
        None => "?".to_owned(),
        Some(when) => when.single().map_or(format!("{}..{}", when.from, when.to), |day| day.to_string()),
    });
    said.collect()
}

fn one(text: &str, day: &str) {
    assert_eq!(days(text), [day], "{text}");
}

#[test]
fn days_are_counted_from_the_report() {
    one("The envoys met yesterday.", "2031-05-13");
    one("They will sign the day after tomorrow.", "2031-05-16");
    one("He resigned three days ago.", "2031-05-11");
    one("Talks begin in two weeks.", "2031-05-28");
    one("The truce ended a fortnight ago.", "2031-04-30");
    one("They met last week.", "2031-05-05..2031-05-11");
    one("They spoke last night.", "2031-05-13");
    one("Elections are due next month.", "2031-06-01..2031-06-30");
    one("Prices rose last year.", "2030-01-01..2030-12-31");
}

#[test]
fn weekdays_go_by_what_the_verb_says() {
    one("The ministers met on Monday.", "2031-05-12");
    one("The ministers will meet on Monday.", "2031-05-19");
    one("The ministers are to meet on Monday.", "2031-05-19");
    one("The minister said she was tired on Wednesday.", "2031-05-14");
    one("The talks begin on Friday.", "2031-05-16");
    one("They agreed to meet again on Friday.", "2031-05-16");
    one("The next round is scheduled for Tuesday.", "2031-05-20");
    one("They had met last Friday.", "2031-05-09");
    one("They will meet next Wednesday.", "2031-05-21");
    one("He left on Thursday last week.", "2031-05-08");
}

#[test]
fn written_days_take_the_year_that_fits() {
    one("The envoys met on 4 December.", "2030-12-04");
    one("The envoys will meet on December 4th.", "2031-12-04");
    one("The treaty was signed on 4 December 1998.", "1998-12-04");
    one("The treaty was signed on Friday, 4 December 1998.", "1998-12-04");
    one("They met from May 5-7.", "2031-05-05..2031-05-07");
    one("They met on 5 and 6 May.", "2031-05-05..2031-05-06");
    assert_eq!(days("It ran from 30 December to 2 January 2030."), ["2029-12-30", "2030-01-02"]);
    assert_eq!(
        days("In 1998 he led the talks. On 4 July he left."),
        ["1998-01-01..1998-12-31", "1998-07-04"]
    );
    one("They have until the 20th to answer.", "2031-05-20");
    one("It was built in the 1990s.", "1990-01-01..1999-12-31");
}

#[test]
fn some_times_count_from_the_day_named_before() {
    assert_eq!(days("They met on Monday. The same day a truce began."), ["2031-05-12", "2031-05-12"]);
    assert_eq!(days("He left on 2 May. Two days later he was back."), ["2031-05-02", "2031-05-04"]);
    assert_eq!(
        days("The first round ended on Friday. The next day both sides left."),
        ["2031-05-09", "2031-05-10"]
    );
    assert_eq!(days("The same day a truce began."), ["?"]);
}

#[test]
fn what_is_no_time_is_none() {
    for text in [
        "They may agree in part.",
        "The army will march on the capital.",
        "He paid $2031 for No. 14.",
        "Some 1500 people came.",
        "The second round was the last.",
        "A day of rest would help.",
    ] {
        assert_eq!(days(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_day_that_is_in_no_calendar_is_never_made_up() {
    assert_eq!(days("They met on 31 June."), ["?"]);
    assert_eq!(days("They met on February 30, 2031."), ["?"]);
}

proptest! {
    /// A written day means itself, in every form.
    #[test]
    fn a_full_day_means_itself(offset in 0i64..200_000, form in 0usize..4) {
        let day: Date = date(1700, 1, 1).checked_add(jiff::Span::new().days(offset)).expect("in the calendar");
        let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
        let month = months[usize::try_from(day.month()).expect("a month") - 1];
        let text = match form {
            0 => day.to_string(),
            1 => format!("{} {month} {}", day.day(), day.year()),
            2 => format!("{month} {}, {}", day.day(), day.year()),
            _ => format!("the {}th of {month} {}", day.day(), day.year()),
        };
        let found = find(Excerpt::whole(&text));
        prop_assert_eq!(found.len(), 1);
        let when = Clock::new(date(2031, 5, 14)).resolve(found[0].meaning, Aspect::Unknown);
        prop_assert_eq!(when.and_then(|when| when.single()), Some(day));
        prop_assert_eq!(found[0].at.as_str(), text.as_str());
    }

    /// A weekday is never more than a week away, is that weekday, and is on the side that the text says.
    #[test]
    fn a_weekday_is_near(offset in 0i64..4000, weekday in 0usize..7, past in any::<bool>(), word in 0usize..4) {
        let report: Date = date(2020, 1, 1).checked_add(jiff::Span::new().days(offset)).expect("in the calendar");
        let name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday];
        let text = ["", "last ", "next ", "this "][word].to_owned() + name;
        let found = find(Excerpt::whole(&text));
        prop_assert_eq!(found[0].at.as_str(), text.as_str());
        let aspect = if past { Aspect::Past } else { Aspect::Future };
        let day = Clock::new(report).resolve(found[0].meaning, aspect).and_then(|when| when.single()).expect("a day");
        let away = (day - report).get_days();
        prop_assert_eq!(usize::try_from(day.weekday().to_monday_zero_offset()), Ok(weekday));
        let allowed = match (word, past) {
            (1, _) => -7..=-1,
            (2, _) => 1..=7,
            (_, true) => -6..=0,
            (_, false) => 0..=6,
        };
        prop_assert!(allowed.contains(&away), "{} on {}: {}", text, report, day);
    }
}
