//! Days of the calendar.

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Year, month and day of a moment in seconds since 1970-01-01, UTC (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`).
#[must_use]
pub fn date(seconds: i64) -> (i64, i64, i64) {
    let shifted = seconds.div_euclid(DAY) + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let counted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * counted + 2) / 5 + 1;
    let month = if counted < 10 { counted + 3 } else { counted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
