//! The values of a Parquet column as fields of CSV.
//!
//! | Type | Text |
//! |---|---|
//! | whole numbers of any width, signed or not | digits |
//! | FLOAT, DOUBLE, FLOAT16 | the shortest decimal that is read as the same number: `12.5`, `3.0`, `1e16` |
//! | DECIMAL | all digits of its scale: `12.50` |
//! | BOOLEAN | `true`, `false` |
//! | STRING, JSON, ENUM | as it is |
//! | DATE | `2025-12-31` |
//! | TIME | `23:59:59`, with 3, 6 or 9 digits behind the seconds where they are not zero |
//! | TIMESTAMP, INT96 | `2025-12-31T23:59:59`; an instant (adjusted to UTC) is written in UTC with a `Z`, whatever zone its writer showed it in |
//! | UUID | with hyphens, as CSV exports write it |
//! | INTERVAL | ISO 8601: `P1M2DT3.500S` |
//! | bytes without a type | text where they are printable UTF-8 (old writers do not mark their strings), hexadecimal digits otherwise |
//! | no value | nothing |
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_typed_column_reader};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::schema::types::ColumnDescriptor;

/// One column of a file, read forwards.
pub(super) trait Cells: Send {
    /// Goes to a row group.
    fn start(&mut self, reader: ColumnReader);
    /// Decodes the next rows.
    fn fill(&mut self, rows: usize) -> Result<(), String>;
    /// Writes the next decoded value.
    fn write(&mut self, out: &mut Vec<u8>) -> Result<(), String>;
}
type Written = Result<(), String>;
struct Values<T: DataType, W> {
    reader: Option<ColumnReaderImpl<T>>,
    /// The definition level of a value that is there.
    present: i16,
    levels: Vec<i16>,
    values: Vec<T::T>,
    next_level: usize,
    next_value: usize,
    write: W,
}
impl<T: DataType, W: Fn(&T::T, &mut Vec<u8>) -> Written + Send> Cells for Values<T, W> {
    fn start(&mut self, reader: ColumnReader) {
        self.reader = Some(get_typed_column_reader(reader));
    }
    fn fill(&mut self, rows: usize) -> Result<(), String> {
        self.levels.clear();
        self.values.clear();
        (self.next_level, self.next_value) = (0, 0);
        let Some(reader) = &mut self.reader else { return Err("no row group was begun".into()) };
        let (read, ..) = reader.read_records(rows, Some(&mut self.levels), None, &mut self.values).map_err(|e| e.to_string())?;
        if read == rows { Ok(()) } else { Err(format!("it ends {} rows before the others", rows - read)) }
    }
    fn write(&mut self, out: &mut Vec<u8>) -> Result<(), String> {
        if self.present > 0 {
            self.next_level += 1;
            if self.levels[self.next_level - 1] < self.present {
                return Ok(());
            }
        }
        self.next_value += 1;
        (self.write)(&self.values[self.next_value - 1], out)
    }
}
fn with<T: DataType>(column: &ColumnDescriptor, write: impl Fn(&T::T, &mut Vec<u8>) -> Written + Send + 'static) -> Box<dyn Cells> {
    Box::new(Values::<T, _> { reader: None, present: column.max_def_level(), levels: vec![], values: vec![], next_level: 0, next_value: 0, write })
}
/// [`with`] for a writer that cannot fail.
fn plain<T: DataType>(column: &ColumnDescriptor, write: impl Fn(&T::T, &mut Vec<u8>) + Send + 'static) -> Box<dyn Cells> {
    with::<T>(column, move |value, out| {
        write(value, out);
        Ok(())
    })
}

/// What the values of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Unmarked,
    Nothing,
    Unsigned,
    Decimal(i32),
    Date,
    /// Ticks in a second.
    Time(i64),
    /// Ticks in a second; an instant or the time on a wall.
    Timestamp(i64, Clock),
    Text,
    Bytes,
    Uuid,
    Half,
    Interval,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    Utc,
    Wall,
}
fn meaning(column: &ColumnDescriptor) -> Meaning {
    let ticks = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    };
    if let Some(logical) = column.logical_type_ref() {
        return match logical {
            LogicalType::String | LogicalType::Json | LogicalType::Enum => Meaning::Text,
            LogicalType::Decimal(d) => Meaning::Decimal(d.scale),
            LogicalType::Date => Meaning::Date,
            LogicalType::Time(t) => Meaning::Time(ticks(&t.unit)),
            LogicalType::Timestamp(t) => Meaning::Timestamp(ticks(&t.unit), if t.is_adjusted_to_u_t_c { Clock::Utc } else { Clock::Wall }),
            LogicalType::Integer(i) if !i.is_signed => Meaning::Unsigned,
            LogicalType::Integer(_) => Meaning::Unmarked,
            LogicalType::Uuid => Meaning::Uuid,
            LogicalType::Float16 => Meaning::Half,
            LogicalType::Unknown => Meaning::Nothing,
            _ => Meaning::Bytes,
        };
    }
    match column.converted_type() {
        ConvertedType::UTF8 | ConvertedType::JSON | ConvertedType::ENUM => Meaning::Text,
        ConvertedType::DECIMAL => Meaning::Decimal(column.type_scale()),
        ConvertedType::DATE => Meaning::Date,
        ConvertedType::TIME_MILLIS => Meaning::Time(1_000),
        ConvertedType::TIME_MICROS => Meaning::Time(1_000_000),
        ConvertedType::TIMESTAMP_MILLIS => Meaning::Timestamp(1_000, Clock::Utc),
        ConvertedType::TIMESTAMP_MICROS => Meaning::Timestamp(1_000_000, Clock::Utc),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => Meaning::Unsigned,
        ConvertedType::BSON => Meaning::Bytes,
        ConvertedType::INTERVAL => Meaning::Interval,
        _ => Meaning::Unmarked,
    }
}
/// A column by its type; the error names a type that no text stands for.
pub(super) fn cells(column: &ColumnDescriptor) -> Result<Box<dyn Cells>, String> {
    let meaning = meaning(column);
    let scale = match meaning {
        Meaning::Decimal(s) => usize::try_from(s).map_err(|_| format!("decimals of the scale {s}"))?,
        _ => 0,
    };
    Ok(match (column.physical_type(), meaning) {
        (Type::BOOLEAN, Meaning::Nothing) => plain::<BoolType>(column, |_, _| {}),
        (Type::BOOLEAN, _) => plain::<BoolType>(column, |v, out| out.extend_from_slice(if *v { b"true" } else { b"false" })),
        (Type::INT32, Meaning::Nothing) => plain::<Int32Type>(column, |_, _| {}),
        (Type::INT32, Meaning::Unsigned) => plain::<Int32Type>(column, |v, out| whole(v.cast_unsigned(), out)),
        (Type::INT32, Meaning::Decimal(_)) => plain::<Int32Type>(column, move |v, out| decimal(itoa::Buffer::new().format(*v), scale, out)),
        (Type::INT32, Meaning::Date) => plain::<Int32Type>(column, |v, out| day(i64::from(*v), out)),
        (Type::INT32, Meaning::Time(ticks)) => plain::<Int32Type>(column, move |v, out| time(i64::from(*v), ticks, out)),
        (Type::INT32, _) => plain::<Int32Type>(column, |v, out| whole(*v, out)),
        (Type::INT64, Meaning::Nothing) => plain::<Int64Type>(column, |_, _| {}),
        (Type::INT64, Meaning::Unsigned) => plain::<Int64Type>(column, |v, out| whole(v.cast_unsigned(), out)),
        (Type::INT64, Meaning::Decimal(_)) => plain::<Int64Type>(column, move |v, out| decimal(itoa::Buffer::new().format(*v), scale, out)),
        (Type::INT64, Meaning::Time(ticks)) => plain::<Int64Type>(column, move |v, out| time(*v, ticks, out)),
        (Type::INT64, Meaning::Timestamp(ticks, clock)) => plain::<Int64Type>(column, move |v, out| timestamp(*v, ticks, clock, out)),
        (Type::INT64, _) => plain::<Int64Type>(column, |v, out| whole(*v, out)),
        (Type::INT96, _) => plain::<Int96Type>(column, int96),
        (Type::FLOAT, _) => plain::<FloatType>(column, |v, out| out.extend_from_slice(ryu::Buffer::new().format(*v).as_bytes())),
        (Type::DOUBLE, _) => plain::<DoubleType>(column, |v, out| out.extend_from_slice(ryu::Buffer::new().format(*v).as_bytes())),
        (Type::BYTE_ARRAY, Meaning::Nothing) => plain::<ByteArrayType>(column, |_, _| {}),
        (Type::BYTE_ARRAY, Meaning::Text) => with::<ByteArrayType>(column, text),
        (Type::BYTE_ARRAY, Meaning::Decimal(_)) => with::<ByteArrayType>(column, move |v, out| decimal_of_bytes(v.data(), scale, out)),
        (Type::BYTE_ARRAY, Meaning::Unmarked) => plain::<ByteArrayType>(column, |v, out| text_or_hex(v.data(), out)),
        (Type::BYTE_ARRAY, _) => plain::<ByteArrayType>(column, |v, out| hex(v.data(), out)),
        (Type::FIXED_LEN_BYTE_ARRAY, Meaning::Nothing) => plain::<FixedLenByteArrayType>(column, |_, _| {}),
        (Type::FIXED_LEN_BYTE_ARRAY, Meaning::Decimal(_)) => with::<FixedLenByteArrayType>(column, move |v, out| decimal_of_bytes(v.data(), scale, out)),
        (Type::FIXED_LEN_BYTE_ARRAY, Meaning::Uuid) if column.type_length() == 16 => plain::<FixedLenByteArrayType>(column, uuid),
        (Type::FIXED_LEN_BYTE_ARRAY, Meaning::Half) if column.type_length() == 2 => plain::<FixedLenByteArrayType>(column, half),
        (Type::FIXED_LEN_BYTE_ARRAY, Meaning::Interval) if column.type_length() == 12 => plain::<FixedLenByteArrayType>(column, interval),
        (Type::FIXED_LEN_BYTE_ARRAY, _) => plain::<FixedLenByteArrayType>(column, |v, out| hex(v.data(), out)),
    })
}

/// A field of CSV, quoted where it must be.
pub(super) fn field(bytes: &[u8], out: &mut Vec<u8>) {
    if memchr::memchr3(b',', b'"', b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_none() {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=at]);
        out.push(b'"');
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}
fn text(value: &ByteArray, out: &mut Vec<u8>) -> Written {
    if std::str::from_utf8(value.data()).is_err() {
        return Err(format!("{} is not valid UTF-8, although the file declares UTF-8", super::marks::quoted(String::from_utf8_lossy(value.data()))));
    }
    field(value.data(), out);
    Ok(())
}
fn text_or_hex(bytes: &[u8], out: &mut Vec<u8>) {
    let printable = |text: &str| !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
    if std::str::from_utf8(bytes).is_ok_and(printable) { field(bytes, out) } else { hex(bytes, out) }
}
fn hex(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend(bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]));
}
fn uuid(value: &FixedLenByteArray, out: &mut Vec<u8>) {
    for (i, part) in [0..4, 4..6, 6..8, 8..10, 10..16].into_iter().enumerate() {
        if i > 0 {
            out.push(b'-');
        }
        hex(&value.data()[part], out);
    }
}
fn whole(value: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}
/// A binary16 number: every one of them is a binary32 number too.
fn half(value: &FixedLenByteArray, out: &mut Vec<u8>) {
    let bits = u16::from_le_bytes([value.data()[0], value.data()[1]]);
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    let size = match exponent {
        0 => fraction * 2f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        e => (fraction + 1024.0) * 2f32.powi(e - 25),
    };
    out.extend_from_slice((if bits >> 15 == 1 { -size } else { size }).to_string().as_bytes());
}
/// A whole number's digits with the point set before the last `scale` of them.
fn decimal(digits: &str, scale: usize, out: &mut Vec<u8>) {
    let bare = digits.strip_prefix('-').unwrap_or(digits);
    if bare.len() < digits.len() {
        out.push(b'-');
    }
    let fraction = bare.len().min(scale);
    let (head, tail) = bare.split_at(bare.len() - fraction);
    out.extend_from_slice(if head.is_empty() { b"0" } else { head.as_bytes() });
    if scale > 0 {
        out.push(b'.');
        out.extend(std::iter::repeat_n(b'0', scale - fraction));
        out.extend_from_slice(tail.as_bytes());
    }
}
/// A decimal of a two's complement with the highest byte first.
fn decimal_of_bytes(bytes: &[u8], scale: usize, out: &mut Vec<u8>) -> Written {
    /// Bytes of 76 digits, the most that the format's writers make.
    const LONGEST: usize = 32;
    let negative = bytes.first().is_some_and(|b| b >> 7 == 1);
    if bytes.len() <= 16 {
        let start = if negative { -1i128 } else { 0 };
        decimal(itoa::Buffer::new().format(bytes.iter().fold(start, |n, b| n << 8 | i128::from(*b))), scale, out);
        return Ok(());
    }
    if bytes.len() > LONGEST {
        return Err(format!("a decimal of {} bytes is longer than {LONGEST} bytes", bytes.len()));
    }
    let mut size: Vec<u8> = bytes.iter().map(|b| if negative { !b } else { *b }).collect();
    if negative {
        // The complement and one more.
        for b in size.iter_mut().rev() {
            *b = b.wrapping_add(1);
            if *b != 0 {
                break;
            }
        }
    }
    let mut digits = vec![];
    while size.iter().any(|b| *b != 0) {
        let rest = size.iter_mut().fold(0u32, |rest, b| {
            let n = rest << 8 | u32::from(*b);
            *b = (n / 10) as u8;
            n % 10
        });
        digits.push(char::from(b'0' + rest as u8));
    }
    if digits.is_empty() {
        digits.push('0');
    }
    if negative {
        digits.push('-');
    }
    decimal(&digits.iter().rev().collect::<String>(), scale, out);
    Ok(())
}
fn pair(number: i64, out: &mut Vec<u8>) {
    if number < 10 {
        out.push(b'0');
    }
    whole(number, out);
}
/// A day counted from 1970-01-01 in the proleptic Gregorian calendar (the civil-from-days algorithm); a test holds it against a calendar library.
pub(super) fn day(days: i64, out: &mut Vec<u8>) {
    const ERA: i64 = 146_097;
    // Years begin in March here, so that the leap day is a year's last.
    let from_march_of_0 = days + 719_468;
    let (era, in_era) = (from_march_of_0.div_euclid(ERA), from_march_of_0.rem_euclid(ERA));
    let year = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year + year / 4 - year / 100);
    let month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year + i64::from(month >= 10);
    let month = if month < 10 { month + 3 } else { month - 9 };
    if (0..=9_999).contains(&year) {
        pair(year / 100, out);
        pair(year % 100, out);
    } else {
        // As ISO 8601 has it: with a sign, so that it cannot be taken for another.
        out.extend_from_slice(format!("{year:+05}").as_bytes());
    }
    out.push(b'-');
    pair(month, out);
    out.push(b'-');
    pair(day, out);
}
/// Seconds and nanoseconds since midnight.
fn clock(seconds: i64, nanos: i64, out: &mut Vec<u8>) {
    pair(seconds / 3_600, out);
    out.push(b':');
    pair(seconds / 60 % 60, out);
    out.push(b':');
    pair(seconds % 60, out);
    let (fraction, digits) = match nanos {
        0 => return,
        n if n % 1_000_000 == 0 => (n / 1_000_000, 3),
        n if n % 1_000 == 0 => (n / 1_000, 6),
        n => (n, 9),
    };
    out.push(b'.');
    let digit = |place: u32| b'0' + (fraction / 10i64.pow(place) % 10) as u8;
    out.extend((0..digits).rev().map(digit));
}
fn time(value: i64, ticks: i64, out: &mut Vec<u8>) {
    if value < 0 {
        return whole(value, out); // No time of a day: left as it is, for the rows that are set aside.
    }
    clock(value / ticks, value % ticks * (1_000_000_000 / ticks), out);
}
const DAY_SECONDS: i64 = 86_400;
fn timestamp(value: i64, ticks: i64, kind: Clock, out: &mut Vec<u8>) {
    let seconds = value.div_euclid(ticks);
    day(seconds.div_euclid(DAY_SECONDS), out);
    out.push(b'T');
    clock(seconds.rem_euclid(DAY_SECONDS), value.rem_euclid(ticks) * (1_000_000_000 / ticks), out);
    if kind == Clock::Utc {
        out.push(b'Z');
    }
}
/// Nanoseconds of the day and the Julian day, as Impala and Spark before 3.0 write it.
fn int96(value: &Int96, out: &mut Vec<u8>) {
    const JULIAN_DAY_OF_1970: i64 = 2_440_588;
    const DAY: i64 = DAY_SECONDS * 1_000_000_000;
    let parts = value.data();
    let nanos = (u64::from(parts[1]) << 32 | u64::from(parts[0])).cast_signed();
    day(i64::from(parts[2].cast_signed()) - JULIAN_DAY_OF_1970 + nanos.div_euclid(DAY), out);
    out.push(b'T');
    let in_day = nanos.rem_euclid(DAY);
    clock(in_day / 1_000_000_000, in_day % 1_000_000_000, out);
}
/// Months, days and milliseconds, each with the lowest byte first.
fn interval(value: &FixedLenByteArray, out: &mut Vec<u8>) {
    let part = |at: usize| u32::from_le_bytes([0, 1, 2, 3].map(|i| value.data()[at + i]));
    let (months, days, millis) = (part(0), part(4), part(8));
    out.extend_from_slice(format!("P{months}M{days}DT{}.{:03}S", millis / 1_000, millis % 1_000).as_bytes());
}
