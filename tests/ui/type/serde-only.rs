#[derive(serde::Serialize, serde::Deserialize)]
struct Model {
    a: u8,
}

pub fn check(file: &ch5::File, model: &Model, models: &Vec<Model>) -> ch5::Result<()> {
    ch5::write_object(file, "a", model)?;
    ch5::write_object(file, "b", models)?;
    let _: Model = ch5::read_object(file, "a")?;
    let _: Option<Model> = ch5::read_object(file, "b")?;
    // these are what the notes say
    ch5::write_serde(file, "c", model)?;
    ch5::write_object(file, "d", &ch5::Serde(model))?;
    let ch5::Serde(_) = ch5::read_object::<ch5::Serde<Model>>(file, "d")?;
    ch5::read_serde::<Model>(file, "c").map(|_| ())
}

fn main() {}
