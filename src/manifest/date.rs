//! Publication dates: `2026`, `2026-11` or `2026-11-22` (ISO 8601-1:2019, calendar dates, 5.2.2).

use crate::book::date;

/// Midnight UTC at the beginning of a date, in seconds since 1970-01-01; a year or a month alone counts
/// from its first day. `None` where it is no date of the years 1 to 9999.
pub(super) fn seconds(written: &str) -> Option<i64> {
    let fields: Vec<&str> = written.split('-').collect();
    let (year, month, day) = match fields.as_slice() {
        [year] => (*year, "01", "01"),
        [year, month] => (*year, *month, "01"),
        [year, month, day] => (*year, *month, *day),
        _ => return None,
    };
    let year = number(year, 4).filter(|year| *year > 0)?;
    let month = number(month, 2).filter(|month| (1..=12).contains(month))?;
    let day = number(day, 2).filter(|day| (1..=days_in(year, month)).contains(day))?;
    Some(days(year, month, day) * 86_400)
}

/// The day of a moment in seconds since 1970-01-01, UTC, as `2026-11-22`.
#[must_use]
pub fn day(seconds: i64) -> String {
    let (year, month, day) = date(seconds);
    format!("{year:04}-{month:02}-{day:02}")
}

fn number(digits: &str, length: usize) -> Option<i64> {
    let plain = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. Years begin in March, so that the leap day
/// is a year's last; 400 years are 146,097 days.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400) * 365 + year.rem_euclid(400) / 4 - year.rem_euclid(400) / 100;
    era * 146_097 + of_era + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_midnights() {
        assert_eq!(seconds("1970"), Some(0));
        assert_eq!(seconds("2000-03-01"), Some(951_868_800));
        assert_eq!(seconds("2024-02-29"), Some(1_709_164_800));
        assert_eq!(seconds("2026-11"), Some(1_793_491_200));
        assert_eq!(seconds("1969-12-31"), Some(-86_400));
    }

    #[test]
    fn days_come_back() {
        for text in ["1970-01-01", "2000-02-29", "2026-11-25", "1969-12-31", "2100-03-01"] {
            assert_eq!(seconds(text).map(day).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "26", "2026-13", "2026-2-1", "2025-02-29", "2026-11-22T10:00:00Z", "soon", "+026"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
