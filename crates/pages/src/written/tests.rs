use super::*;
use jiff::civil::Date;
use proptest::prelude::*;

#[test]
fn numbers_are_read_as_people_write_them() {
    for (written, read) in [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1 500", "1500"),
        ("1\u{2009}500,25", "1500.25"),
        ("1\u{a0}500", "1500"),
        ("1\u{202f}234\u{202f}567", "1234567"),
        ("1'500", "1500"),
        ("12 %", "12"),
        ("12%", "12"),
        ("\u{2212}3,5", "-3.5"),
        ("- 3", "-3"),
        ("+4", "+4"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("0,125", "0.125"),
        ("1,50", "1.50"),
        ("1500,125", "1500.125"),
        ("٣٫٥", "3.5"),
    ] {
        assert_eq!(number(written).as_deref(), Ok(read), "{written}");
    }
    for unread in ["12,5x", "much", "", "1 5", "1,23,4", "12,", ",", "-", "1..5", "12 500 00", "%", "1,500"] {
        assert!(number(unread).is_err(), "{unread}");
    }
}

#[test]
fn days_are_read_as_people_write_them() {
    let expected = Date::constant(2025, 12, 5);
    for written in [
        "2025-12-05",
        "2025/12/5",
        "5.12.2025",
        "05. 12. 2025",
        "5 December 2025",
        "5 dec 2025",
        "5th of December, 2025",
        "Dec 5, 2025",
        "December 5th 2025",
        "Friday, 5 December 2025",
        "5\u{a0}Dec\u{a0}2025",
    ] {
        assert_eq!(day(written), Ok(expected), "{written}");
    }
    assert_eq!(day("25/12/2025"), Ok(Date::constant(2025, 12, 25)));
    assert_eq!(day("12/25/2025"), Ok(Date::constant(2025, 12, 25)));
    assert_eq!(day("5/5/2025"), Ok(Date::constant(2025, 5, 5)));
    for unread in [
        "5/6/2025",
        "30 February 2025",
        "2025-02-30",
        "5.12.25",
        "soon",
        "",
        "Dec 2025",
        "31.11.2025",
        "5 Dec Jan 2025",
    ] {
        assert!(day(unread).is_err(), "{unread}");
    }
}

#[test]
fn moments_are_a_day_and_a_time() {
    let expected = Date::constant(2025, 12, 5).at(10, 0, 0, 0);
    for written in [
        "2025-12-05T10:00",
        "2025-12-05 10:00",
        "5.12.2025 10:00",
        "5 December 2025, 10:00",
        "Dec 5, 2025 at 10:00",
        "5.12.2025\u{a0}10:00",
    ] {
        assert_eq!(moment(written), Ok(expected), "{written}");
    }
    for unread in ["2025-12-05", "10:00", "2025-12-05T25:00", "soon", ""] {
        assert!(moment(unread).is_err(), "{unread}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,20}") {
        let _ = (number(&text), day(&text), moment(&text));
    }

    #[test]
    fn what_the_record_writes_is_read_as_it_is(whole in -1_000_000_i64..1_000_000, part in 0_u32..1000) {
        let text = format!("{whole}.{part}");
        prop_assert_eq!(number(&text), Ok(text.clone()));
    }

    #[test]
    fn a_decimal_comma_is_a_decimal_point(whole in 0_u32..100_000, part in 0_u32..100) {
        prop_assert_eq!(number(&format!("{whole},{part:02}")), Ok(format!("{whole}.{part:02}")));
    }

    #[test]
    fn every_day_is_read_however_it_is_written(days in 0_i32..40_000) {
        let day_of = Date::constant(1990, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        for form in ["%Y-%m-%d", "%d.%m.%Y", "%-d %B %Y", "%b %-d, %Y"] {
            prop_assert_eq!(day(&day_of.strftime(form).to_string()), Ok(day_of));
        }
    }
}
