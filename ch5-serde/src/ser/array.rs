//! ndarray's serde form: a struct "Array" of `v`, `dim` and `data`, stored as one dataset.

use ch5_array::{Error, ErrorKind, Object, Result};
use serde::Serialize;

use super::Serializer;
use crate::column::{Column, Stream, needs_group};
use crate::opts::FieldOpts;
use crate::tag::{self, Kind};
use crate::write::{Record, Slot, Target};

/// Waits for the three fields in their order; any other struct becomes a group after all.
pub(crate) struct ArrayWriter<'a> {
    state: State<'a>,
    name: &'static str,
}

enum State<'a> {
    Start(Slot<'a>),
    Version(Slot<'a>, u8),
    Shape(Slot<'a>, Vec<u64>),
    Done,
    Record(Record<'a>),
    Failed,
}

impl<'a> ArrayWriter<'a> {
    pub(crate) fn new(slot: Slot<'a>, name: &'static str) -> Self {
        Self { state: State::Start(slot), name }
    }

    pub(crate) fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.state = match (std::mem::replace(&mut self.state, State::Failed), name) {
            (State::Start(slot), "v") => match &slot.target {
                Target::Member { group, .. } => {
                    let stream = Stream::new((*group).clone(), FieldOpts::NONE);
                    match capture(&stream, value)?.as_deref() {
                        Some([version @ 0..=255]) => State::Version(slot, *version as u8),
                        _ => {
                            let mut record = slot.record(self.name, 3)?;
                            record.field(name, FieldOpts::NONE)?.serde(value)?;
                            State::Record(record)
                        }
                    }
                }
                _ => return Err(needs_group()),
            },
            (State::Version(slot, version), "dim") => {
                let Target::Member { group, .. } = &slot.target else { return Err(needs_group()) };
                let stream = Stream::new((*group).clone(), FieldOpts::NONE);
                match capture(&stream, value)? {
                    Some(shape) => State::Shape(slot, shape),
                    None => {
                        let mut record = slot.record(self.name, 3)?;
                        record.field("v", FieldOpts::NONE)?.number(version)?;
                        record.field(name, FieldOpts::NONE)?.serde(value)?;
                        State::Record(record)
                    }
                }
            }
            (State::Shape(slot, shape), "data") => {
                write_data(slot, &shape, value)?;
                State::Done
            }
            (State::Record(mut record), _) => {
                record.field(name, FieldOpts::NONE)?.serde(value)?;
                State::Record(record)
            }
            (State::Start(slot), _) => {
                let mut record = slot.record(self.name, 3)?;
                record.field(name, FieldOpts::NONE)?.serde(value)?;
                State::Record(record)
            }
            _ => {
                return Err(Error::new(ErrorKind::Custom, "a struct named Array")
                    .expected("the fields v, dim and data")
                    .found(format!("a field {name:?}")));
            }
        };
        Ok(())
    }

    pub(crate) fn end(self) -> Result<()> {
        match self.state {
            State::Done => Ok(()),
            State::Record(record) => record.end(),
            _ => Err(Error::new(ErrorKind::Custom, "a struct named Array")
                .expected("the fields v, dim and data")
                .found("fewer")),
        }
    }
}

/// The unsigned integers that a value consists of, `None` if it is anything else.
fn capture<T: Serialize + ?Sized>(
    stream: &std::rc::Rc<Stream>,
    value: &T,
) -> Result<Option<Vec<u64>>> {
    let mut column = Column::new(stream);
    match value.serialize(Serializer::new(Slot::cell(&mut column, 0))) {
        Ok(()) => column.into_unsigned(),
        Err(e) if e.kind() == ErrorKind::NeedsGroup => Ok(None),
        Err(e) => Err(e),
    }
}

fn write_data<T: Serialize + ?Sized>(slot: Slot<'_>, shape: &[u64], value: &T) -> Result<()> {
    let (opts, depth) = (slot.opts, slot.depth);
    let Target::Member { group, name } = slot.target else { return Err(needs_group()) };
    let place = |e: Error| group.locate_member(&name, e);
    let total = shape.iter().try_fold(1u64, |n, &d| n.checked_mul(d));
    let stream = Stream::new(group.clone(), opts);
    let mut column = Column::of_array(&stream, shape);
    let rows = Slot::new(Target::Rows(&mut column), FieldOpts::NONE, depth);
    value.serialize(Serializer::new(rows)).map_err(|e| {
        if e.kind() == ErrorKind::NeedsGroup {
            return place(
                Error::new(ErrorKind::WrongType, "the elements of an array")
                    .expected("numbers, booleans or text")
                    .found("values that need groups of their own"),
            );
        }
        place(e)
    })?;
    if Some(column.rows()) != total {
        return Err(place(
            Error::new(ErrorKind::Shape, "")
                .expected(format!("{shape:?} elements"))
                .found(format!("{}", column.rows())),
        ));
    }
    if column.is_plain() || column.rows() == 0 {
        let object = column.finish_array(group, &name, shape, opts)?;
        object.attrs().write_text(tag::KIND, Kind::NdArray.as_str())?;
        crate::write::put_attrs(&object, opts)
    } else {
        // Structured elements: the shape beside a packed sequence.
        let made = group.create_group(&name)?;
        Kind::NdArray.mark(&made)?;
        let dim = FieldOpts::NONE.dataset(ch5_array::DType::U64, &[shape.len() as u64]);
        made.create_dataset("dim", &dim)?.write_numbers(None, shape)?;
        column.finish_at(&made, "data")?;
        crate::write::put_attrs(&Object::Group(made), opts)
    }
}
