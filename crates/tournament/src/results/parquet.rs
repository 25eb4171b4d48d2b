//! Results as Apache Parquet.

use super::columns::{Kind, Placed, Value, placed};
use super::{Results, Row};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// So many rows make a row group.
const GROUP: usize = 1 << 17;

/// The table as a file, without compression. The same rows give the same bytes.
///
/// # Errors
/// The writer refuses something: a fault of ours.
pub fn written(results: &Results<'_>) -> Result<Vec<u8>> {
    let columns = placed(results.parties_max());
    let properties = Arc::new(WriterProperties::builder().set_created_by("mediant".to_owned()).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema(&columns)?, properties)?;
    for rows in results.rows.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for column in &columns {
            write_column(&mut group, column, results, rows)?;
        }
        group.close()?;
    }
    writer.into_inner()
}

fn schema(columns: &[Placed]) -> Result<TypePtr> {
    let fields = columns.iter().map(|placed| {
        let (physical, logical) = match placed.column.kind {
            Kind::Whole => (Physical::INT64, Some(LogicalType::integer(64, false))),
            Kind::Float => (Physical::DOUBLE, None),
            Kind::Truth => (Physical::BOOLEAN, None),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let repetition =
            if placed.column.missing.is_empty() { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        let builder = Type::primitive_type_builder(&placed.name, physical);
        builder.with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
    });
    let fields = fields.collect::<Result<Vec<_>>>()?;
    Type::group_type_builder("negotiations").with_fields(fields).build().map(Arc::new)
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    placed: &Placed,
    results: &Results<'_>,
    rows: &[Row],
) -> Result<()> {
    let Some(mut writer) = group.next_column()? else { return Ok(()) };
    let values: Vec<Value> = rows.iter().map(|row| placed.value(results, row)).collect();
    let optional = !placed.column.missing.is_empty();
    let levels: Option<Vec<i16>> =
        optional.then(|| values.iter().map(|value| i16::from(*value != Value::Missing)).collect());
    let levels = levels.as_deref();
    write_values(&mut writer, placed.column.kind, values, levels)?;
    writer.close()
}

fn write_values(
    writer: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    values: Vec<Value>,
    levels: Option<&[i16]>,
) -> Result<()> {
    let values = values.into_iter();
    match kind {
        Kind::Whole => {
            // Unsigned numbers are stored as the signed ones with the same bits.
            let numbers: Vec<i64> = values
                .filter_map(|value| if let Value::Whole(n) = value { Some(n as i64) } else { None })
                .collect();
            writer.typed::<Int64Type>().write_batch(&numbers, levels, None)?;
        }
        Kind::Float => {
            let numbers: Vec<f64> =
                values.filter_map(|value| if let Value::Float(n) = value { Some(n) } else { None }).collect();
            writer.typed::<DoubleType>().write_batch(&numbers, levels, None)?;
        }
        Kind::Truth => {
            let truths: Vec<bool> =
                values.filter_map(|value| if let Value::Truth(t) = value { Some(t) } else { None }).collect();
            writer.typed::<BoolType>().write_batch(&truths, levels, None)?;
        }
        Kind::Text => {
            let texts: Vec<ByteArray> = values
                .filter_map(|value| {
                    if let Value::Text(t) = value { Some(ByteArray::from(t.into_bytes())) } else { None }
                })
                .collect();
            writer.typed::<ByteArrayType>().write_batch(&texts, levels, None)?;
        }
    }
    Ok(())
}
