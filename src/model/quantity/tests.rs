use proptest::prelude::*;

use super::*;

fn milli(text: &str) -> Option<i64> {
    Quantity::new(text).milli()
}

#[test]
fn every_spelling_of_kubernetes_is_read() {
    let table = [
        ("0", 0),
        ("1", 1000),
        ("+1", 1000),
        ("-1", -1000),
        ("007", 7000),
        (".5", 500),
        ("5.", 5000),
        ("0.5", 500),
        ("100m", 100),
        ("1500m", 1500),
        ("0.1", 100),
        ("1u", 1),
        ("2500u", 3),
        ("-2500u", -3),
        ("1n", 1),
        ("5k", 5_000_000),
        ("1e3", 1_000_000),
        ("1E3", 1_000_000),
        ("1e+3", 1_000_000),
        ("1e-3", 1),
        ("12e-1", 1200),
        ("1E", 1_000_000_000_000_000_000_000_i128.min(i64::MAX.into()) as i64),
        ("2M", 2_000_000_000),
        ("1Ki", 1_024_000),
        ("0.1Ki", 102_400),
        ("1.5Mi", 1_572_864_000),
    ];
    for (text, wanted) in table {
        assert_eq!(milli(text), Some(wanted), "{text}");
    }
}

#[test]
fn bytes_are_whole() {
    let table = [
        ("128Mi", 134_217_728),
        ("1Gi", 1 << 30),
        ("1.5Gi", 1_610_612_736),
        ("2Ti", 2 << 40),
        ("1Pi", 1 << 50),
        ("7Ei", 7 << 60),
        ("1G", 1_000_000_000),
        ("4T", 4_000_000_000_000),
        ("3P", 3_000_000_000_000_000),
        ("9E", 9_000_000_000_000_000_000),
        ("123456789", 123_456_789),
        ("100m", 1),
        ("0.1Ki", 103),
    ];
    for (text, wanted) in table {
        assert_eq!(Quantity::new(text).bytes(), Some(wanted), "{text}");
    }
}

#[test]
fn absurd_amounts_saturate_and_do_not_hang() {
    let long = "9".repeat(100_000);
    let tiny = format!("0.{}1", "0".repeat(100_000));
    for text in ["1e400", "1E99999999999999999999", "8Ei", "9999999999999999999999Ei", "10E", &long] {
        assert_eq!(Quantity::new(text).units(), Some(i64::MAX), "{:.30}", text);
        assert_eq!(milli(text), Some(i64::MAX), "{:.30}", text);
    }
    assert_eq!(Quantity::new("-1e400").nano(), Ok(-CAP));
    for text in ["1e-400", "1e-99999999999999999999", &tiny] {
        assert_eq!(Quantity::new(text).nano(), Ok(1), "{:.30}", text);
    }
    assert_eq!(milli("0e999999999999"), Some(0));
    // The exponent takes back what the zeros have given.
    assert_eq!(Quantity::new(format!("0.{}1e50", "0".repeat(49))).units(), Some(1));
    assert_eq!(Quantity::new(format!("1{}e-50", "0".repeat(50))).units(), Some(1));
}

#[test]
fn what_is_no_amount_is_an_error_value() {
    assert_eq!(Quantity::new("").problem(), Some(QuantityError::Empty));
    for text in ["+", "-", ".", "+.", "Mi", "m", "-k", " 1", "five"] {
        assert_eq!(Quantity::new(text).problem(), Some(QuantityError::NoDigits(text.into())), "{text}");
    }
    for text in ["1mi", "1K", "1ki", "1Mb", "1GB", "1e", "1e+", "1e1.5", "1 ", "1.1.M", "1_000", "--1", "1+1", "1µ"] {
        let problem = Quantity::new(text).problem();
        assert!(
            matches!(problem, Some(QuantityError::Suffix { .. } | QuantityError::NoDigits(_))),
            "{text}: {problem:?}"
        );
        assert_eq!(milli(text), None, "{text}");
    }
}

#[test]
fn numbers_of_yaml_and_json_are_amounts() {
    let table = [("2", 2000), ("0.5", 500), ("\"250m\"", 250), ("1e3", 1_000_000), ("\"5.\"", 5000), ("-1", -1000)];
    for (text, wanted) in table {
        let yaml: Quantity = serde_saphyr::from_str(text).unwrap();
        assert_eq!(yaml.milli(), Some(wanted), "{text} as YAML");
        let json: Quantity = serde_json::from_str(text).unwrap();
        assert_eq!(json.milli(), Some(wanted), "{text} as JSON");
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::from_value::<Quantity>(value).unwrap().milli(), Some(wanted), "{text} as a value");
    }
    let huge: Quantity = serde_saphyr::from_str("123456789012345678901234567890").unwrap();
    assert_eq!(huge.units(), Some(i64::MAX), "{huge}");
    let of_float =
        |value: f64| Quantity::deserialize(serde::de::value::F64Deserializer::<serde::de::value::Error>::new(value));
    assert_eq!(of_float(f64::INFINITY).unwrap().units(), Some(i64::MAX));
    assert_eq!(of_float(f64::NAN).unwrap().units(), None);
    assert_eq!(of_float(1e300).unwrap().units(), Some(i64::MAX));
}

#[test]
fn the_text_survives() {
    let written: Quantity = serde_json::from_str("\"0.50Gi\"").unwrap();
    assert_eq!(serde_json::to_string(&written).unwrap(), "\"0.50Gi\"");
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,40}") {
        let _ = Quantity::new(text).milli();
    }

    #[test]
    fn no_number_like_text_panics(text in "[-+]?[0-9.]{0,40}(m|k|Ki|Ei|[eE][-+]?[0-9]{0,25})?") {
        let _ = Quantity::new(text).milli();
    }

    #[test]
    fn milli_amounts_come_back(value in any::<i64>()) {
        let nano = Quantity::new(format!("{value}m")).nano().unwrap();
        prop_assert_eq!(nano, i128::from(value) * 1_000_000);
        prop_assert_eq!(Quantity::new(format!("{value}m")).milli(), Some(value));
    }

    #[test]
    fn spellings_agree(whole in 0_i64..1_000_000, fraction in 0_i64..1_000_000_000) {
        let wanted = Ok(i128::from(whole) * NANO + i128::from(fraction));
        for text in [
            format!("{whole}.{fraction:09}"),
            format!("{whole}{fraction:09}n"),
            format!("{whole}{fraction:09}e-9"),
            format!("0.{whole:06}{fraction:09}e6"),
            format!("0.{whole:06}{fraction:09}M"),
        ] {
            prop_assert_eq!(Quantity::new(text.clone()).nano(), wanted.clone(), "{}", text);
        }
    }

    #[test]
    fn binary_suffixes_are_shifts(value in 0_i64..8, power in 1_u32..=6) {
        let suffix = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][power as usize - 1];
        prop_assert_eq!(Quantity::new(format!("{value}{suffix}")).bytes(), Some(value << (10 * power)));
    }

    #[test]
    fn reading_what_was_written_gives_the_same(text in "[0-9]{1,6}(\\.[0-9]{1,3})?(m|Mi|Gi|k|M)?") {
        let quantity = Quantity::new(text);
        let json = serde_json::to_string(&quantity).unwrap();
        prop_assert_eq!(serde_json::from_str::<Quantity>(&json).unwrap(), quantity);
    }
}
