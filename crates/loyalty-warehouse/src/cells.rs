//! Arrow as text with commas: each value as it is, amounts without floating point, instants in UTC.
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Schema, TimeUnit};
use loyalty_model::units::Date;

const DAY: i64 = 86_400;
/// Rows that are text at once. As text a row takes many times what it takes in Arrow, and a batch may hold a hundred thousand.
const FEW: usize = 1_024;

/// Columns of a type that no text stands for: lists, maps, structs.
pub fn unwritten(schema: &Schema) -> Vec<String> {
    schema.fields().iter().filter(|f| !written(f.data_type())).map(|f| f.name().clone()).collect()
}
fn written(kind: &DataType) -> bool {
    use DataType::*;
    let whole = matches!(kind, Null | Boolean | Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 | UInt64 | Float32 | Float64);
    whole || matches!(kind, Utf8 | LargeUtf8 | Utf8View | Date32 | Date64 | Timestamp(..) | Decimal128(..) | Decimal256(..))
}
/// A batch in parts of few rows; the rows are not copied.
pub fn few_at_a_time(batch: &RecordBatch) -> impl Iterator<Item = RecordBatch> + '_ {
    (0..batch.num_rows()).step_by(FEW).map(|at| batch.slice(at, FEW.min(batch.num_rows() - at)))
}
/// The rows of a batch as records of the columns at `places`, and where each record ends.
///
/// # Errors
/// A text that is no UTF-8, by the name of its column.
pub fn records(batch: &RecordBatch, places: &[usize]) -> Result<(Vec<u8>, Vec<usize>), String> {
    let columns: Vec<(&dyn Array, &str)> = places.iter().map(|p| (batch.column(*p).as_ref(), batch.schema_ref().field(*p).name().as_str())).collect();
    let (mut out, mut ends) = (vec![], Vec::with_capacity(batch.num_rows()));
    for row in 0..batch.num_rows() {
        let from = out.len();
        for (i, (column, name)) in columns.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            if !column.is_null(row) {
                value(*column, row, &mut out).map_err(|why| format!("column {name:?}: {why}"))?;
            }
        }
        if out.len() == from {
            // An empty line would be no row.
            out.extend_from_slice(b"\"\"");
        }
        out.push(b'\n');
        ends.push(out.len());
    }
    Ok((out, ends))
}
fn of<T: ArrowPrimitiveType>(column: &dyn Array, row: usize) -> T::Native {
    column.as_primitive::<T>().value(row)
}
fn value(column: &dyn Array, row: usize, out: &mut Vec<u8>) -> Result<(), String> {
    use DataType::*;
    let bytes = match column.data_type() {
        Utf8 => {
            let (a, at) = (column.as_string::<i32>(), row);
            &a.value_data()[a.value_offsets()[at] as usize..a.value_offsets()[at + 1] as usize]
        }
        LargeUtf8 => {
            let (a, at) = (column.as_string::<i64>(), row);
            &a.value_data()[a.value_offsets()[at] as usize..a.value_offsets()[at + 1] as usize]
        }
        Utf8View => column.as_string_view().value(row).as_bytes(),
        _ => {
            out.extend_from_slice(plain(column, row)?.as_bytes());
            return Ok(());
        }
    };
    // A driver hands on what the server sent; a database without an encoding holds any bytes.
    std::str::from_utf8(bytes).map_err(|_| "a text is not valid UTF-8".to_string())?;
    field(bytes, out);
    Ok(())
}
fn plain(column: &dyn Array, row: usize) -> Result<String, String> {
    use DataType::*;
    Ok(match column.data_type() {
        Null => String::new(),
        Boolean => column.as_boolean().value(row).to_string(),
        Int8 => of::<Int8Type>(column, row).to_string(),
        Int16 => of::<Int16Type>(column, row).to_string(),
        Int32 => of::<Int32Type>(column, row).to_string(),
        Int64 => of::<Int64Type>(column, row).to_string(),
        UInt8 => of::<UInt8Type>(column, row).to_string(),
        UInt16 => of::<UInt16Type>(column, row).to_string(),
        UInt32 => of::<UInt32Type>(column, row).to_string(),
        UInt64 => of::<UInt64Type>(column, row).to_string(),
        Float32 => of::<Float32Type>(column, row).to_string(),
        Float64 => of::<Float64Type>(column, row).to_string(),
        Decimal128(_, scale) => decimal(&of::<Decimal128Type>(column, row).to_string(), *scale),
        Decimal256(_, scale) => decimal(&of::<Decimal256Type>(column, row).to_string(), *scale),
        Date32 => day(i64::from(of::<Date32Type>(column, row))),
        Date64 => day(of::<Date64Type>(column, row).div_euclid(DAY * 1_000)),
        Timestamp(unit, zone) => {
            let (ticks, value) = match unit {
                TimeUnit::Second => (1, of::<TimestampSecondType>(column, row)),
                TimeUnit::Millisecond => (1_000, of::<TimestampMillisecondType>(column, row)),
                TimeUnit::Microsecond => (1_000_000, of::<TimestampMicrosecondType>(column, row)),
                TimeUnit::Nanosecond => (1_000_000_000, of::<TimestampNanosecondType>(column, row)),
            };
            moment(value, ticks, zone.is_some())
        }
        other => return Err(format!("it holds {other}, which is not read")),
    })
}
/// A whole number's digits with the point before the last `scale` of them.
fn decimal(digits: &str, scale: i8) -> String {
    let (sign, bare) = digits.strip_prefix('-').map_or(("", digits), |bare| ("-", bare));
    match usize::try_from(scale) {
        Ok(0) => digits.to_string(),
        Ok(scale) => {
            let bare = format!("{bare:0>width$}", width = scale + 1);
            let (head, tail) = bare.split_at(bare.len() - scale);
            format!("{sign}{head}.{tail}")
        }
        Err(_) => format!("{sign}{bare}{}", "0".repeat(usize::from(scale.unsigned_abs()))),
    }
}
/// A day counted from 1970-01-01; one that no calendar of ours has stays a number, and its row is set aside.
fn day(days: i64) -> String {
    // From year 1 to year 9999.
    match i32::try_from(days) {
        Ok(d) if (-719_162..=2_932_896).contains(&d) => Date::from_days(d).to_string(),
        _ => format!("day {days}"),
    }
}
fn moment(value: i64, ticks: i64, utc: bool) -> String {
    let (seconds, rest) = (value.div_euclid(ticks), value.rem_euclid(ticks));
    let of_day = seconds.rem_euclid(DAY);
    let mut out = format!("{}T{:02}:{:02}:{:02}", day(seconds.div_euclid(DAY)), of_day / 3_600, of_day / 60 % 60, of_day % 60);
    if rest > 0 {
        let nanos = format!("{:09}", rest * (1_000_000_000 / ticks));
        out += ".";
        out += nanos.trim_end_matches('0');
    }
    if utc {
        out.push('Z');
    }
    out
}
/// The rows of a short answer, each value as text.
pub fn texts(batch: &RecordBatch) -> Vec<Vec<String>> {
    let one = |row: usize, column: &dyn Array| match column.data_type() {
        _ if column.is_null(row) => String::new(),
        DataType::Utf8 => column.as_string::<i32>().value(row).to_string(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).to_string(),
        DataType::Utf8View => column.as_string_view().value(row).to_string(),
        _ => plain(column, row).unwrap_or_default(),
    };
    (0..batch.num_rows()).map(|row| batch.columns().iter().map(|c| one(row, c.as_ref())).collect()).collect()
}
/// A field of CSV, quoted where it must be.
pub fn field(bytes: &[u8], out: &mut Vec<u8>) {
    if !bytes.iter().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for b in bytes {
        if *b == b'"' {
            out.push(b'"');
        }
        out.push(*b);
    }
    out.push(b'"');
}
/// A heading of these names.
pub fn heading(names: &[String]) -> Vec<u8> {
    let mut out = vec![];
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        field(name.as_bytes(), &mut out);
    }
    out.push(b'\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
    use proptest::prelude::*;
    use std::sync::Arc;

    fn text(columns: Vec<ArrayRef>) -> String {
        let batch = RecordBatch::try_from_iter(columns.into_iter().enumerate().map(|(i, c)| (format!("c{i}"), c))).unwrap();
        let places: Vec<usize> = (0..batch.num_columns()).collect();
        let (bytes, ends) = records(&batch, &places).unwrap();
        assert_eq!((ends.len(), ends.last().copied()), (batch.num_rows(), Some(bytes.len())));
        String::from_utf8(bytes).unwrap()
    }
    #[test]
    fn values_are_written_as_they_are() {
        let cents = Decimal128Array::from(vec![Some(1_05), Some(-7), None, Some(0)]).with_precision_and_scale(38, 2).unwrap();
        assert_eq!(text(vec![Arc::new(cents)]), "1.05\n-0.07\n\"\"\n0.00\n");
        assert_eq!(text(vec![Arc::new(Int64Array::from(vec![i64::MIN, 9_007_199_254_740_993]))]), "-9223372036854775808\n9007199254740993\n");
        assert_eq!(text(vec![Arc::new(Float64Array::from(vec![0.1, 12.3, -0.0]))]), "0.1\n12.3\n-0\n");
        assert_eq!(text(vec![Arc::new(Date32Array::from(vec![0, -1, 20_000, i32::MAX]))]), "1970-01-01\n1969-12-31\n2024-10-04\nday 2147483647\n");
        let instants = TimestampMicrosecondArray::from(vec![-1, 1_500_000]);
        assert_eq!(text(vec![Arc::new(instants.clone())]), "1969-12-31T23:59:59.999999\n1970-01-01T00:00:01.5\n");
        assert_eq!(text(vec![Arc::new(instants.with_timezone("Europe/Berlin"))]), "1969-12-31T23:59:59.999999Z\n1970-01-01T00:00:01.5Z\n");
        assert_eq!(
            text(vec![Arc::new(StringArray::from(vec!["a,b", "say \"hi\"", "two\nlines", ""])), Arc::new(Int64Array::from(vec![1, 2, 3, 4]))]),
            "\"a,b\",1\n\"say \"\"hi\"\"\",2\n\"two\nlines\",3\n,4\n"
        );
    }
    /// No part is long, and together they are the batch.
    #[test]
    fn a_batch_comes_in_parts() {
        for rows in [0, 1, FEW, FEW + 1, 3 * FEW - 1] {
            let own = (0..rows as i64).collect::<Vec<_>>();
            let batch = RecordBatch::try_from_iter([("n", Arc::new(Int64Array::from(own)) as ArrayRef)]).unwrap();
            let parts: Vec<Vec<Vec<String>>> = few_at_a_time(&batch).map(|few| texts(&few)).collect();
            assert!(parts.iter().all(|p| (1..=FEW).contains(&p.len())), "{rows}");
            assert_eq!(parts.concat(), texts(&batch));
        }
    }
    proptest! {
        /// What is written by the rules is one record of as many fields, and each comes back.
        #[test]
        fn fields_come_back(rows in prop::collection::vec(prop::collection::vec("[a-c \",\n;]{0,6}", 3), 1..12)) {
            let columns = (0..3).map(|c| Arc::new(StringArray::from(rows.iter().map(|r| r[c].clone()).collect::<Vec<_>>())) as ArrayRef).collect();
            let written = text(columns);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
            let got: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(String::from).collect()).collect();
            // A record of empty fields only is a line of commas, which the reader keeps.
            prop_assert_eq!(got, rows);
        }
        #[test]
        fn decimals_keep_every_digit(n in any::<i64>(), scale in 0..12i8) {
            let written = decimal(&n.to_string(), scale);
            prop_assert_eq!(written.replace('.', "").parse::<i64>().unwrap(), n);
            prop_assert_eq!(written.split_once('.').map_or(0, |p| p.1.len()), usize::try_from(scale).unwrap());
        }
    }
}
