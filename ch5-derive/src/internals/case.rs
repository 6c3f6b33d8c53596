//! Serde's rules for renaming all fields or all variants of a type.

use self::Rule::*;

/// How a name is written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// `lowercase`
    Lower,
    /// `UPPERCASE`
    Upper,
    /// `PascalCase`
    Pascal,
    /// `camelCase`
    Camel,
    /// `snake_case`
    Snake,
    /// `SCREAMING_SNAKE_CASE`
    ScreamingSnake,
    /// `kebab-case`
    Kebab,
    /// `SCREAMING-KEBAB-CASE`
    ScreamingKebab,
}

/// Every rule, by the name it is asked for.
const RULES: [(&str, Rule); 8] = [
    ("lowercase", Lower),
    ("UPPERCASE", Upper),
    ("PascalCase", Pascal),
    ("camelCase", Camel),
    ("snake_case", Snake),
    ("SCREAMING_SNAKE_CASE", ScreamingSnake),
    ("kebab-case", Kebab),
    ("SCREAMING-KEBAB-CASE", ScreamingKebab),
];

impl Rule {
    /// The rule of this name, or a message that lists them.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let known = RULES.iter().find(|(known, _)| *known == name);
        known.map(|(_, rule)| *rule).ok_or_else(|| {
            let known: Vec<_> = RULES.iter().map(|(known, _)| format!("{known:?}")).collect();
            format!("unknown rename rule {name:?}: expected one of {}", known.join(", "))
        })
    }

    /// The stored name of a variant, which is written `PascalCase`.
    pub(crate) fn variant(self, name: &str) -> String {
        match self {
            Pascal => name.to_owned(),
            Lower => name.to_ascii_lowercase(),
            Upper => name.to_ascii_uppercase(),
            Camel => uncapitalized(name),
            Snake => snake(name),
            ScreamingSnake => snake(name).to_ascii_uppercase(),
            Kebab => snake(name).replace('_', "-"),
            ScreamingKebab => snake(name).to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The stored name of a field, which is written `snake_case`.
    pub(crate) fn field(self, name: &str) -> String {
        match self {
            Lower | Snake => name.to_owned(),
            Upper | ScreamingSnake => name.to_ascii_uppercase(),
            Pascal => pascal(name),
            Camel => uncapitalized(&pascal(name)),
            Kebab => name.replace('_', "-"),
            ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }
}

/// The name with its first letter small.
fn uncapitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// `VeryTasty` as `very_tasty`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (i, letter) in name.char_indices() {
        if i > 0 && letter.is_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// `very_tasty` as `VeryTasty`.
fn pascal(name: &str) -> String {
    let mut pascal = String::with_capacity(name.len());
    let mut begins = true;
    for letter in name.chars() {
        if letter == '_' {
            begins = true;
        } else if begins {
            pascal.push(letter.to_ascii_uppercase());
            begins = false;
        } else {
            pascal.push(letter);
        }
    }
    pascal
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected names in the order of [`RULES`]; serde's own test cases.
    #[test]
    fn variants() {
        for (name, expected) in [
            (
                "Outcome",
                [
                    "outcome", "OUTCOME", "Outcome", "outcome", "outcome", "OUTCOME", "outcome",
                    "OUTCOME",
                ],
            ),
            (
                "VeryTasty",
                [
                    "verytasty",
                    "VERYTASTY",
                    "VeryTasty",
                    "veryTasty",
                    "very_tasty",
                    "VERY_TASTY",
                    "very-tasty",
                    "VERY-TASTY",
                ],
            ),
            ("A", ["a", "A", "A", "a", "a", "A", "a", "A"]),
            ("Z42", ["z42", "Z42", "Z42", "z42", "z42", "Z42", "z42", "Z42"]),
        ] {
            assert_eq!(RULES.map(|(_, rule)| rule.variant(name)), expected);
        }
    }

    #[test]
    fn fields() {
        for (name, expected) in [
            (
                "outcome",
                [
                    "outcome", "OUTCOME", "Outcome", "outcome", "outcome", "OUTCOME", "outcome",
                    "OUTCOME",
                ],
            ),
            (
                "very_tasty",
                [
                    "very_tasty",
                    "VERY_TASTY",
                    "VeryTasty",
                    "veryTasty",
                    "very_tasty",
                    "VERY_TASTY",
                    "very-tasty",
                    "VERY-TASTY",
                ],
            ),
            ("a", ["a", "A", "A", "a", "a", "A", "a", "A"]),
            ("z42", ["z42", "Z42", "Z42", "z42", "z42", "Z42", "z42", "Z42"]),
            ("_x", ["_x", "_X", "X", "x", "_x", "_X", "-x", "-X"]),
        ] {
            assert_eq!(RULES.map(|(_, rule)| rule.field(name)), expected);
        }
    }

    #[test]
    fn letters_beyond_ascii() {
        assert_eq!(Camel.variant("Über"), "Über");
        assert_eq!(Snake.variant("ÄÖ"), "Ä_Ö");
        assert_eq!(Camel.field("__"), "");
    }

    #[test]
    fn names() {
        for (name, rule) in RULES {
            assert_eq!(Rule::named(name), Ok(rule));
        }
        assert!(Rule::named("Camel").is_err_and(|message| message.contains("\"camelCase\"")));
    }
}
