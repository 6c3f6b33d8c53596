//! Attributes that exclude each other.

use crate::internals::Ctxt;
use crate::internals::ast::Container;
use crate::internals::attr::Attrs;
use crate::internals::symbol::{
    ALIAS, ATTR, ATTRS, BINCODE, BOUND, CODECS, CRATE, DATASET, DEFAULT, DENY_UNKNOWN_FIELDS,
    FLATTEN, LAYOUTS, MIGRATE, RENAME, RENAME_ALL, SERDE, SKIP, Symbol, TRANSPARENT, VERSION,
};

/// Any of some attributes excludes any of some others.
struct Rule {
    /// These.
    these: &'static [Symbol],
    /// Those.
    those: &'static [&'static [Symbol]],
    /// Why.
    why: &'static str,
}

/// What excludes what on a field.
const FIELD: &[Rule] = &[
    Rule {
        these: &[ATTR],
        those: &[DATASET, LAYOUTS],
        why: "an attribute has no chunks, filters, fill value or layout",
    },
    Rule { these: &[ATTR], those: &[&[ATTRS]], why: "an attribute carries no attributes" },
    Rule { these: &[ATTR], those: &[&[FLATTEN]], why: "a flattened field has no place of its own" },
    Rule {
        these: &[FLATTEN],
        those: &[&[RENAME, ALIAS, DEFAULT, ATTRS, BINCODE], DATASET, LAYOUTS],
        why: "a flattened field has no place of its own",
    },
    Rule { these: &[BINCODE], those: &[LAYOUTS], why: "bincode makes bytes, which have no layout" },
    Rule { these: LAYOUTS, those: &[LAYOUTS], why: "a field has one layout" },
    Rule { these: CODECS, those: &[CODECS], why: "a field has one codec" },
];

/// What excludes what on a type.
const TYPE: &[Rule] = &[Rule {
    these: &[TRANSPARENT],
    those: &[&[RENAME_ALL, VERSION, MIGRATE, DEFAULT, DENY_UNKNOWN_FIELDS]],
    why: "a transparent type is stored as its only field",
}];

/// Reports every pair that excludes each other, at the later of the two.
pub(super) fn check(cx: &Ctxt, container: &Container<'_>) {
    let written = &container.attrs.written;
    if container.attrs.serde {
        let why = "the type is stored as its own serde impls say";
        alone(cx, written, SERDE, &[CRATE, BOUND], why);
        return;
    }
    pairs(cx, written, TYPE);
    for field in container.fields() {
        let written = field.written();
        if field.attrs.skip {
            alone(cx, written, SKIP, &[DEFAULT], "a skipped field is not stored");
        } else {
            pairs(cx, written, FIELD);
        }
        if field.attrs.flatten && container.attrs.deny_unknown_fields {
            let message = "`flatten` excludes the type's `deny_unknown_fields`: \
                           any member may belong to the flattened field";
            cx.error(written.at(FLATTEN), message);
        }
    }
}

/// Reports what these rules exclude.
fn pairs(cx: &Ctxt, written: &Attrs, rules: &[Rule]) {
    for (i, later) in written.names().enumerate() {
        for earlier in written.names().take(i) {
            let excludes = |rule: &&Rule| {
                let these = |name| rule.these.iter().any(|symbol| name == symbol);
                let those =
                    |name| rule.those.iter().copied().flatten().any(|symbol| name == symbol);
                earlier != later
                    && (these(earlier) && those(later) || these(later) && those(earlier))
            };
            if let Some(rule) = rules.iter().find(excludes) {
                let message = format!("`{later}` excludes `{earlier}`: {}", rule.why);
                cx.error(later, message);
            }
        }
    }
}

/// Reports what stands beside an attribute that excludes all but a few.
fn alone(cx: &Ctxt, written: &Attrs, symbol: Symbol, beside: &[Symbol], why: &str) {
    for name in written.names() {
        if *name != symbol && !beside.iter().any(|allowed| name == allowed) {
            cx.error(name, format_args!("`{symbol}` excludes `{name}`: {why}"));
        }
    }
}
