//! Records. Each result goes through a compound dataset.

use ch5_array::{AnyArray, Records, Result, Scalar};
use serde_json::Value;

use crate::answer::Answer;
use crate::args::{Arg, Args};
use ch5_array::{File, H5Mode, IntoExpr};

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let name = name.strip_prefix("np.core.records.")?;
    let text = |name: &str| match args.name(name) {
        Some(Arg::Literal(Value::String(text))) => text.clone(),
        _ => String::new(),
    };
    let names = text("names");
    let names: Vec<&str> = names.split(',').filter(|name| !name.is_empty()).collect();
    let formats = text("formats");
    let first = args.positional.first()?;
    let made = match (name, first) {
        ("array" | "fromarrays", _) => {
            let columns: Result<Vec<AnyArray>> =
                first.seq().iter().map(|column| column.expr().load()).collect();
            columns.and_then(|columns| Records::from_arrays(&names, columns))
        }
        ("fromrecords", _) => {
            let rows: Vec<Vec<Scalar>> = first.seq().iter().map(row).collect();
            Records::from_records(&names, &rows)
        }
        ("fromstring", Arg::Bytes(bytes)) => Records::from_bytes(&formats, &names, bytes),
        ("fromfile", Arg::File(bytes)) => {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), bytes).unwrap();
            Records::from_file(&formats, &names, file.path())
        }
        _ => return None,
    };
    Some(made.and_then(|records| stored(&records)))
}

/// A record given as a list of Python's literals.
fn row(record: &Arg) -> Vec<Scalar> {
    let Arg::Literal(Value::Array(list)) = record else { panic!("a record is a list") };
    let element = |v: &Value| match v {
        Value::String(text) => Scalar::from(text.as_str()),
        Value::Number(n) if n.is_i64() => Scalar::from(n.as_i64().unwrap()),
        other => Scalar::from(other.as_f64().unwrap()),
    };
    list.iter().map(element).collect()
}

fn stored(records: &Records) -> Result<Answer> {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("records.h5"), H5Mode::Truncate)?;
    let array = records.write_to(&file, "records")?;
    // One field alone is what it is among the others.
    let read = array.read_records()?;
    for name in read.names() {
        assert_eq!(array.field(name)?.into_expr().load()?, *read.field(name)?);
    }
    let fields = read.names().iter().cloned().zip(read.columns().iter().cloned()).collect();
    Ok(Answer::Record(read.shape().to_vec(), fields))
}
