//! Days in other languages, against the calendar.

use jiff::civil::{Date, date};
use mediant_reader::report::Excerpt;
use mediant_reader::time::{Aspect, foreign};

/// A Wednesday.
const REPORT: Date = date(2031, 5, 14);

fn day(language: &str, words: &str, aspect: Aspect) -> Option<Date> {
    foreign::day(Excerpt::whole(words), language, REPORT, aspect).map(|(_, day)| day)
}

#[test]
fn written_days_are_read() {
    let known = [
        ("German", "am 3. März 2031", date(2031, 3, 3)),
        ("German", "Montag, den 12. Mai", date(2031, 5, 12)),
        ("French", "le 1er avril", date(2031, 4, 1)),
        ("Spanish", "el 2 de mayo de 2031", date(2031, 5, 2)),
        ("Portuguese", "em 2 de maio de 2031", date(2031, 5, 2)),
        ("Italian", "martedì 6 maggio", date(2031, 5, 6)),
        ("Dutch", "op 6 mei 2031", date(2031, 5, 6)),
        ("Swedish", "den 6 maj", date(2031, 5, 6)),
        ("Finnish", "6. toukokuuta 2031", date(2031, 5, 6)),
        ("Polish", "6 maja 2031 r.", date(2031, 5, 6)),
        ("Russian", "6 мая 2031 года", date(2031, 5, 6)),
        ("Ukrainian", "6 травня", date(2031, 5, 6)),
        ("Greek", "6 Μαΐου 2031", date(2031, 5, 6)),
        ("Turkish", "6 Mayıs 2031", date(2031, 5, 6)),
        ("Hungarian", "2031. május 6-án", date(2031, 5, 6)),
        ("Arabic", "6 مايو 2031", date(2031, 5, 6)),
        ("Mandarin", "双方于2031年5月6日会晤", date(2031, 5, 6)),
        ("Japanese", "5月6日に会談した", date(2031, 5, 6)),
        ("Korean", "2031년 5월 6일", date(2031, 5, 6)),
        ("German", "06.05.2031", date(2031, 5, 6)),
        ("Danish", "2031-05-06", date(2031, 5, 6)),
    ];
    for (language, words, expected) in known {
        assert_eq!(day(language, words, Aspect::Past), Some(expected), "{language}: {words}");
    }
}

#[test]
fn weekdays_lie_on_the_side_that_the_fact_says() {
    let known = [
        ("German", "am Dienstag", date(2031, 5, 13), date(2031, 5, 20)),
        ("French", "mardi", date(2031, 5, 13), date(2031, 5, 20)),
        ("Spanish", "el martes", date(2031, 5, 13), date(2031, 5, 20)),
        ("Portuguese", "na terça-feira", date(2031, 5, 13), date(2031, 5, 20)),
        ("Russian", "во вторник", date(2031, 5, 13), date(2031, 5, 20)),
        ("Ukrainian", "у п’ятницю", date(2031, 5, 9), date(2031, 5, 16)),
        ("Turkish", "Cumartesi günü", date(2031, 5, 10), date(2031, 5, 17)),
        ("Mandarin", "双方周二会晤", date(2031, 5, 13), date(2031, 5, 20)),
        ("Hebrew", "ביום שלישי", date(2031, 5, 13), date(2031, 5, 20)),
    ];
    for (language, words, past, ahead) in known {
        assert_eq!(day(language, words, Aspect::Past), Some(past), "{language}: {words}");
        assert_eq!(day(language, words, Aspect::Future), Some(ahead), "{language}: {words}");
    }
}

#[test]
fn what_names_no_day_or_several_gives_none() {
    let none = [
        ("German", "heute"),
        ("German", "im Mai 2031"),
        ("German", "Montage sind schwer"),
        ("German", "vom 3. März bis zum 4. März"),
        ("German", "am 31. Februar 2031"),
        ("French", "mais 14 maisons"),
        ("Spanish", "14 martes"),
        ("Klingon", "14 mayo"),
        ("Turkish", ""),
        ("German", "Version 1.2.2031.4"),
    ];
    for (language, words) in none {
        let found = day(language, words, Aspect::Past);
        // `14 martes` names a Tuesday; its number is none of a day.
        let expected = (words == "14 martes").then(|| date(2031, 5, 13));
        assert_eq!(found, expected, "{language}: {words}");
    }
}
