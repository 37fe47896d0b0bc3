//! ISBN-13 (ISO 2108): thirteen digits that begin 978 or 979, the last one a check digit.

/// The digits of an ISBN-13, written with hyphens, with spaces or without.
///
/// # Errors
/// What was expected instead.
pub(super) fn digits(written: &str) -> Result<String, String> {
    let plain: String = written.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let values: Option<Vec<u32>> = plain.chars().map(|c| c.to_digit(10)).collect();
    let values = values.filter(|values| values.len() == 13);
    let (Some(values), true) = (values, plain.starts_with("978") || plain.starts_with("979")) else {
        return Err("an ISBN of 13 digits that begins 978 or 979; hyphens are allowed".to_owned());
    };
    let check = check_digit(&values);
    if values.last() != Some(&check) {
        return Err(format!("an ISBN whose check digit is right: {check} for these digits"));
    }
    Ok(plain)
}

/// The thirteenth digit: the first twelve weighted 1, 3, 1, 3 ..., and what is missing to the next ten.
fn check_digit(values: &[u32]) -> u32 {
    let weighted = values.iter().take(12).zip([1, 3].into_iter().cycle());
    (10 - weighted.map(|(digit, weight)| digit * weight).sum::<u32>() % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_checked() {
        assert_eq!(digits("978-0-306-40615-7"), Ok("9780306406157".to_owned()));
        assert_eq!(digits("979 10 90636 07 1"), Ok("9791090636071".to_owned()));
        assert!(digits("978-0-306-40615-8").is_err_and(|expected| expected.contains("is right: 7 ")));
        assert!(digits("0-306-40615-2").is_err());
        assert!(digits("123-0-306-40615-7").is_err());
        assert!(digits("978-0-306-4061\u{666}-7").is_err());
    }
}
