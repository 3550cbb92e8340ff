//! Parquet as text: rows become CSV as they are read, so that every rule of reading is the same for every format.
//!
//! The columns are decoded side by side, some thousand rows at a time: memory is bounded by those rows and by a page and a dictionary of each
//! column, never by the file. A field of a struct is a column `struct.field`. A column of lists or maps has no one value in a row: it is left out
//! and a note says so.
use super::cells::{Cells, cells, field};
use super::marks::{cell, name};
use super::opening::{FREE, MOST_A_BYTE, Pace, Refusal};
use super::pages;
use crate::contained::contained;
use parquet::basic::Compression;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};

/// Rows that are decoded at once, at full pace and at the gentle one.
const ROWS: [usize; 2] = [1 << 13, 1 << 8];
/// Text that is made at once, in bytes; the row that reaches it is finished.
const TEXT: [usize; 2] = [1 << 20, 1 << 16];

impl Refusal {
    fn damaged(error: impl std::fmt::Display) -> Refusal {
        Refusal {
            fact: format!("this Parquet file cannot be read: {error}"),
            reason: "It is damaged or not complete".into(),
            next: "copy it again, or write it again from its source".into(),
            cut: true,
        }
    }
}

fn caught<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    contained("its lengths contradict each other", work)
}

/// What a file says that it holds must be something that a table of its size can hold: a few bytes may repeat one row a billion times.
fn within_budget(file: &SerializedFileReader<File>, size: u64) -> Result<(), Refusal> {
    const ROWS_A_BYTE: u64 = 100;
    const FREE_ROWS: u64 = 5_000_000;
    const COLUMN: i64 = 1 << 30;
    let rows = file.metadata().row_groups().iter().map(|g| u64::try_from(g.num_rows()).unwrap_or(0)).fold(0u64, u64::saturating_add);
    let next = || "if the table is real, write it again with row groups of at most a million rows, without repeated rows".to_string();
    if rows > FREE_ROWS && rows / ROWS_A_BYTE > size {
        let fact = format!("this Parquet file of {size} bytes says that it holds {rows} rows");
        return Err(Refusal { fact, reason: "No table of single purchases packs so well".into(), next: next(), cut: false });
    }
    let widest = file.metadata().row_groups().iter().flat_map(|g| g.columns()).map(|c| c.uncompressed_size()).max().unwrap_or(0);
    if widest > COLUMN {
        let fact = format!("a column of one row group takes {} MB unpacked", widest >> 20);
        return Err(Refusal { fact, reason: "At most 1 GB of a column is unpacked at once".into(), next: next(), cut: false });
    }
    Ok(())
}
/// The same of each page: what the pages say of themselves is believed where room is made for them.
fn pages_within_budget(file: &SerializedFileReader<File>, bytes: &mut File, size: u64, columns: &[Column]) -> Result<(), Refusal> {
    for (at, group) in file.metadata().row_groups().iter().enumerate() {
        let mut all = 0u64;
        for column in columns {
            let chunk = group.column(column.leaf);
            let from = chunk.dictionary_page_offset().map_or(chunk.data_page_offset(), |d| d.min(chunk.data_page_offset()));
            let length = u64::try_from(chunk.compressed_size()).unwrap_or(0);
            let Some(from) = u64::try_from(from).ok().filter(|_| chunk.num_values() > 0) else { continue };
            let wrong = |why: String| Refusal::damaged(format!("column {}, row group {}: {why}", name(&column.name), at + 1));
            all = all.saturating_add(pages::asked_for(bytes, from, from.saturating_add(length).min(size)).map_err(wrong)?);
        }
        if all > pages::MOST {
            return Err(Refusal {
                fact: format!("the pages of row group {} say that they take {} MB unpacked", at + 1, all >> 20),
                reason: format!("At most {} MB of pages are unpacked at once, whatever the size of the file", pages::MOST >> 20),
                next: "if the table is real, write it again with pages of at most a megabyte, which is what most programs do by themselves".into(),
                cut: false,
            });
        }
    }
    Ok(())
}
struct Column {
    name: String,
    /// Place among the primitive columns of the file.
    leaf: usize,
    cells: Box<dyn Cells>,
}
/// CSV of a Parquet file, header first.
pub struct AsCsv {
    file: SerializedFileReader<File>,
    columns: Vec<Column>,
    /// What was left out.
    pub notes: Vec<String>,
    pace: Pace,
    /// The next row group.
    group: usize,
    /// Rows of the row group that are not decoded yet.
    left: usize,
    /// Rows that are decoded and not written yet.
    decoded: usize,
    ready: Vec<u8>,
    at: usize,
    /// Bytes of text that may still come out of it: lengths in a file may be understated.
    budget: u64,
}
impl AsCsv {
    /// Opens a Parquet file.
    ///
    /// # Errors
    /// [`Refusal`]: no Parquet, damaged, a compression or a type that is not read, or no column with one value in a row.
    pub fn open(file: File, pace: Pace) -> Result<AsCsv, Refusal> {
        let size = file.metadata().map_or(u64::MAX, |m| m.len());
        let mut again = file.try_clone().map_err(Refusal::damaged)?;
        let file = caught(|| SerializedFileReader::new(file).map_err(|e| e.to_string())).map_err(Refusal::damaged)?;
        within_budget(&file, size)?;
        let (mut columns, mut many) = (vec![], BTreeSet::new());
        for (leaf, column) in file.metadata().file_metadata().schema_descr().columns().iter().enumerate() {
            if column.max_rep_level() > 0 {
                many.insert(column.path().parts()[0].clone());
                continue;
            }
            let named = column.path().string();
            let cells = cells(column).map_err(|kind| Refusal {
                fact: format!("column {} holds {kind}", name(&named)),
                reason: "This type is not read".into(),
                next: "write the file again with that column as a number, a text or a date".into(),
                cut: false,
            })?;
            columns.push(Column { name: named, leaf, cells });
        }
        let many: Vec<String> = many.iter().map(|name| format!("{name:?}")).collect();
        let many = many.join(", ");
        if columns.is_empty() {
            return Err(Refusal {
                fact: if many.is_empty() { "this Parquet file has no column".into() } else { format!("every column holds lists or maps: {}", cell(&many)) },
                reason: "A table has one value for each row and column".into(),
                next: "write the file again with one row for each element (UNNEST in SQL, explode in Spark and pandas)".into(),
                cut: false,
            });
        }
        for group in file.metadata().row_groups() {
            for column in &columns {
                let packed = group.column(column.leaf).compression();
                let known = matches!(
                    packed,
                    Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_) | Compression::ZSTD(_) | Compression::LZ4 | Compression::LZ4_RAW
                );
                if !known && group.column(column.leaf).num_values() > 0 {
                    let codec = packed.to_string();
                    return Err(Refusal {
                        fact: format!("column {} is compressed with {}", name(&column.name), codec.split('(').next().unwrap_or_default()),
                        reason: "Parquet is read with Snappy, Zstandard, Gzip, LZ4 or no compression".into(),
                        next: "write the file again with Zstandard, for instance in DuckDB: COPY (FROM 'old.parquet') TO 'new.parquet' (CODEC zstd)".into(),
                        cut: false,
                    });
                }
            }
        }
        pages_within_budget(&file, &mut again, size, &columns)?;
        let notes = if many.is_empty() {
            vec![]
        } else {
            vec![format!(
                "left out, because they hold lists or maps: {many}; to use them, write one row for each element (UNNEST in SQL, explode in Spark and pandas)"
            )]
        };
        let mut ready = vec![];
        for (i, column) in columns.iter().enumerate() {
            if i > 0 {
                ready.push(b',');
            }
            field(column.name.as_bytes(), &mut ready);
        }
        ready.push(b'\n');
        Ok(AsCsv { file, columns, notes, pace, group: 0, left: 0, decoded: 0, ready, at: 0, budget: FREE.max(size.saturating_mul(MOST_A_BYTE)) })
    }
    /// Puts the next rows into `ready`; none at the end of the file.
    fn more(&mut self) -> Result<(), String> {
        self.ready.clear();
        self.at = 0;
        while self.left + self.decoded == 0 {
            if self.group == self.file.num_row_groups() {
                return Ok(());
            }
            let group = self.file.get_row_group(self.group).map_err(|e| format!("row group {}: {e}", self.group + 1))?;
            self.left =
                usize::try_from(group.metadata().num_rows()).map_err(|_| format!("row group {} says that it has fewer rows than none", self.group + 1))?;
            for column in &mut self.columns {
                column
                    .cells
                    .start(group.get_column_reader(column.leaf).map_err(|e| format!("column {}, row group {}: {e}", name(&column.name), self.group + 1))?);
            }
            self.group += 1;
        }
        if self.decoded == 0 {
            self.decoded = self.left.min(self.pace.of(ROWS[0], ROWS[1]));
            self.left -= self.decoded;
            for column in &mut self.columns {
                column.cells.fill(self.decoded).map_err(|e| format!("column {}, row group {}: {e}", name(&column.name), self.group))?;
            }
        }
        while self.decoded > 0 && self.ready.len() < self.pace.of(TEXT[0], TEXT[1]) {
            let start = self.ready.len();
            for (i, column) in self.columns.iter_mut().enumerate() {
                if i > 0 {
                    self.ready.push(b',');
                }
                column.cells.write(&mut self.ready).map_err(|e| format!("column {}, row group {}: {e}", name(&column.name), self.group))?;
            }
            if self.ready.len() == start {
                // An empty line would be no row.
                self.ready.extend_from_slice(b"\"\"");
            }
            self.ready.push(b'\n');
            self.decoded -= 1;
        }
        Ok(())
    }
}
impl Read for AsCsv {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            caught(|| self.more()).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
            let made = self.ready.len() as u64;
            let over = || io::Error::new(io::ErrorKind::InvalidData, format!("it unpacks to more than {MOST_A_BYTE} times its size, whatever it says"));
            self.budget = self.budget.checked_sub(made).ok_or_else(over)?;
        }
        let n = buffer.len().min(self.ready.len() - self.at);
        buffer[..n].copy_from_slice(&self.ready[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::marks::shown;
    use crate::intake::text::Text;
    use parquet::basic::ZstdLevel;
    use parquet::data_type::{
        BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType, Int32Type, Int64Type, Int96, Int96Type,
    };
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
    use parquet::schema::parser::parse_message_type;
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    type Fill = Box<dyn Fn(&mut SerializedColumnWriter<'_>)>;
    /// Values of an optional column.
    fn some<T: DataType>(values: Vec<Option<T::T>>) -> Fill {
        nested::<T>(1, values)
    }
    /// Values of a column with this highest definition level.
    fn nested<T: DataType>(present: i16, values: Vec<Option<T::T>>) -> Fill {
        let levels: Vec<i16> = values.iter().map(|v| if v.is_some() { present } else { 0 }).collect();
        let values: Vec<T::T> = values.into_iter().flatten().collect();
        Box::new(move |column| {
            column.typed::<T>().write_batch(&values, (present > 0).then_some(levels.as_slice()), None).unwrap();
        })
    }
    fn all<T: DataType>(values: Vec<T::T>) -> Fill {
        nested::<T>(0, values.into_iter().map(Some).collect())
    }
    fn texts(values: &[&str]) -> Fill {
        some::<ByteArrayType>(values.iter().map(|v| (!v.is_empty()).then(|| ByteArray::from(*v))).collect())
    }
    fn parquet(columns: &str, packed: Compression, groups: Vec<Vec<Fill>>) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(&format!("message table {{ {columns} }}")).unwrap());
        let how = Arc::new(WriterProperties::builder().set_compression(packed).build());
        let mut bytes = vec![];
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, how).unwrap();
        for fills in groups {
            let mut group = writer.next_row_group().unwrap();
            for fill in fills {
                let mut column = group.next_column().unwrap().unwrap();
                fill(&mut column);
                column.close().unwrap();
            }
            group.close().unwrap();
        }
        writer.close().unwrap();
        bytes
    }
    /// A file that is gone when the test ends.
    struct OnDisk(PathBuf);
    impl OnDisk {
        fn new(bytes: &[u8]) -> OnDisk {
            static NEXT: AtomicU32 = AtomicU32::new(0);
            let path = std::env::temp_dir().join(format!("loyalty-{}-{}.parquet", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
            std::fs::write(&path, bytes).unwrap();
            OnDisk(path)
        }
    }
    impl Drop for OnDisk {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }
    fn csv(bytes: &[u8]) -> Result<(String, Vec<String>), String> {
        csv_at(bytes, Pace::Full)
    }
    fn csv_at(bytes: &[u8], pace: Pace) -> Result<(String, Vec<String>), String> {
        let disk = OnDisk::new(bytes);
        let mut rows = AsCsv::open(File::open(&disk.0).unwrap(), pace).map_err(|r| shown(&format!("{}. {}. {}.", r.fact, r.reason, r.next)))?;
        let mut text = String::new();
        rows.read_to_string(&mut text).map_err(|e| shown(&e.to_string()))?;
        Ok((text, rows.notes))
    }
    #[track_caller]
    fn check(columns: &str, group: Vec<Fill>, expected: &str) {
        assert_eq!(csv(&parquet(columns, Compression::UNCOMPRESSED, vec![group])).unwrap().0, expected);
    }
    fn bytes(value: &[u8]) -> ByteArray {
        ByteArray::from(value.to_vec())
    }
    fn fixed(value: &[u8]) -> FixedLenByteArray {
        FixedLenByteArray::from(value.to_vec())
    }

    #[test]
    fn whole_numbers_of_every_width() {
        check(
            "required int32 a (INTEGER(8,true)); required int32 b (INTEGER(16,false)); required int32 c (UINT_32); required int64 d; required int64 e (INTEGER(64,false)); optional int32 f;",
            vec![
                all::<Int32Type>(vec![-128, 127]),
                all::<Int32Type>(vec![0, 65_535]),
                all::<Int32Type>(vec![-1, 7]),
                all::<Int64Type>(vec![i64::MIN, i64::MAX]),
                all::<Int64Type>(vec![-1, 0]),
                some::<Int32Type>(vec![None, Some(i32::MIN)]),
            ],
            "a,b,c,d,e,f\n-128,0,4294967295,-9223372036854775808,18446744073709551615,\n127,65535,7,9223372036854775807,0,-2147483648\n",
        );
    }
    #[test]
    fn numbers_with_a_point_and_truth() {
        check(
            "optional float a; required double b; required fixed_len_byte_array(2) c (FLOAT16); optional boolean d;",
            vec![
                some::<FloatType>(vec![Some(0.1), None, Some(16_777_216.0)]),
                all::<DoubleType>(vec![12.5, 1e16, 3.0]),
                all::<FixedLenByteArrayType>(vec![fixed(&[0x00, 0x3e]), fixed(&[0x01, 0x80]), fixed(&[0xff, 0x7b])]),
                some::<BoolType>(vec![Some(true), Some(false), None]),
            ],
            "a,b,c,d\n0.1,12.5,1.5,true\n,1e16,-0.000000059604645,false\n16777216.0,3.0,65504,\n",
        );
        check(
            "required double a;",
            vec![all::<DoubleType>(vec![0.000_05, 0.000_005, -0.0, f64::NAN, f64::NEG_INFINITY])],
            "a\n0.00005\n5e-6\n-0.0\nNaN\n-inf\n",
        );
    }
    #[test]
    fn decimals_in_every_physical_type() {
        let long = |negative: bool| {
            // 10^40, or its negative, in 17 bytes.
            let mut b = vec![0u8; 17];
            let mut n = [0x1d, 0x63, 0x29, 0xf1, 0xc3, 0x5c, 0xa4, 0xbf, 0xab, 0xb9, 0xf5, 0x61, 0, 0, 0, 0, 0];
            if negative {
                n = [0xe2, 0x9c, 0xd6, 0x0e, 0x3c, 0xa3, 0x5b, 0x40, 0x54, 0x46, 0x0a, 0x9f, 0, 0, 0, 0, 0];
            }
            b.copy_from_slice(&n);
            b
        };
        check(
            "required int32 a (DECIMAL(9,2)); required int64 b (DECIMAL(18,4)); required fixed_len_byte_array(16) c (DECIMAL(38,3)); required binary d (DECIMAL(20,0)); required fixed_len_byte_array(17) e (DECIMAL(40,10));",
            vec![
                all::<Int32Type>(vec![1_250, -5]),
                all::<Int64Type>(vec![-1_234_567, 0]),
                all::<FixedLenByteArrayType>(vec![fixed(&123_456_789_012_345_678_901_234_567_890i128.to_be_bytes()), fixed(&(-1i128).to_be_bytes())]),
                all::<ByteArrayType>(vec![bytes(&[0xff, 0x38]), bytes(&[0x00, 0xff])]),
                all::<FixedLenByteArrayType>(vec![fixed(&long(false)), fixed(&long(true))]),
            ],
            "a,b,c,d,e\n12.50,-123.4567,123456789012345678901234567.890,-200,1000000000000000000000000000000.0000000000\n-0.05,0.0000,-0.001,255,-1000000000000000000000000000000.0000000000\n",
        );
    }
    #[test]
    fn texts_and_bytes() {
        check(
            "optional binary a (STRING); required binary b (ENUM); required binary c (JSON); required binary d; required fixed_len_byte_array(16) e (UUID); required fixed_len_byte_array(3) f;",
            vec![
                texts(&["Zoë, \"Z\"", "", "two\nlines"]),
                all::<ByteArrayType>(vec![bytes(b"GOLD"), bytes(b"SILVER"), bytes(b"GOLD")]),
                all::<ByteArrayType>(vec![bytes(b"{\"a\":1}"), bytes(b"[]"), bytes(b"1")]),
                all::<ByteArrayType>(vec![bytes("Müller".as_bytes()), bytes(&[0x00, 0x41]), bytes(&[0xff])]),
                all::<FixedLenByteArrayType>(vec![fixed(&[0x12; 16]), fixed(&[0; 16]), fixed(&[0xff; 16])]),
                all::<FixedLenByteArrayType>(vec![fixed(b"abc"), fixed(&[0; 3]), fixed(&[1, 2, 3])]),
            ],
            "a,b,c,d,e,f\n\"Zoë, \"\"Z\"\"\",GOLD,\"{\"\"a\"\":1}\",Müller,12121212-1212-1212-1212-121212121212,616263\n,SILVER,[],0041,00000000-0000-0000-0000-000000000000,000000\n\"two\nlines\",GOLD,1,ff,ffffffff-ffff-ffff-ffff-ffffffffffff,010203\n",
        );
    }
    #[test]
    fn days_times_and_instants() {
        check(
            "required int32 a (DATE); required int32 b (TIME(MILLIS,false)); required int64 c (TIME(MICROS,true)); required int64 d (TIMESTAMP(MILLIS,true)); required int64 e (TIMESTAMP(MICROS,false)); required int64 f (TIMESTAMP(NANOS,true)); required int64 g (TIMESTAMP_MILLIS);",
            vec![
                all::<Int32Type>(vec![0, -1, 19_782]),
                all::<Int32Type>(vec![0, 86_399_999, 3_600_000]),
                all::<Int64Type>(vec![1, 45_296_000_000, 45_296_789_012]),
                all::<Int64Type>(vec![1_704_067_199_000, -1, 0]),
                all::<Int64Type>(vec![1_704_067_199_123_456, -1, 1_709_164_800_000_000]),
                all::<Int64Type>(vec![1_704_067_199_123_456_789, i64::MIN, 1_000_000]),
                all::<Int64Type>(vec![0, 253_402_300_799_000, 253_402_300_800_000]),
            ],
            "a,b,c,d,e,f,g\n\
            1970-01-01,00:00:00,00:00:00.000001,2023-12-31T23:59:59Z,2023-12-31T23:59:59.123456,2023-12-31T23:59:59.123456789Z,1970-01-01T00:00:00Z\n\
            1969-12-31,23:59:59.999,12:34:56,1969-12-31T23:59:59.999Z,1969-12-31T23:59:59.999999,1677-09-21T00:12:43.145224192Z,9999-12-31T23:59:59Z\n\
            2024-02-29,01:00:00,12:34:56.789012,1970-01-01T00:00:00Z,2024-02-29T00:00:00,1970-01-01T00:00:00.001Z,+10000-01-01T00:00:00Z\n",
        );
    }
    #[test]
    fn timestamps_of_old_writers_keep_years_that_nanoseconds_cannot() {
        let int96 = |day: u32, nanos: u64| {
            let mut v = Int96::new();
            v.set_data((nanos & 0xffff_ffff) as u32, (nanos >> 32) as u32, day);
            v
        };
        // The Julian days of 1970-01-01, 2015-05-02 and 9999-12-31.
        check(
            "required int96 a;",
            vec![all::<Int96Type>(vec![int96(2_440_588, 0), int96(2_457_145, 3_661_500_000_000), int96(5_373_484, 86_399_000_000_000)])],
            "a\n1970-01-01T00:00:00\n2015-05-02T01:01:01.500\n9999-12-31T23:59:59\n",
        );
    }
    #[test]
    fn every_day_is_the_calendars_day() {
        for days in (-250_000..=250_000).step_by(13) {
            let mut out = vec![];
            super::super::cells::day(i64::from(days), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), loyalty_model::units::Date::from_days(days).to_string());
        }
    }
    #[test]
    fn several_row_groups_dictionaries_and_compressions() {
        let zstd = Compression::ZSTD(ZstdLevel::default());
        for packed in [Compression::SNAPPY, Compression::GZIP(Default::default()), zstd, Compression::LZ4, Compression::LZ4_RAW, Compression::UNCOMPRESSED] {
            let (mut groups, mut expected) = (vec![], String::from("id,name,spend\n"));
            // More rows than are decoded at once, then none, then few.
            for rows in [2 * ROWS[0] + 17, 0, 5] {
                let name = |i: usize| ["north", "", "south"][i % 3];
                let spend = |i: usize| (!i.is_multiple_of(7)).then_some(i as f64 / 4.0);
                groups.push(vec![
                    all::<Int64Type>((0..rows as i64).collect()),
                    texts(&(0..rows).map(name).collect::<Vec<_>>()),
                    some::<DoubleType>((0..rows).map(spend).collect()),
                ]);
                for i in 0..rows {
                    expected += &format!("{i},{},{}\n", name(i), spend(i).map(|s| format!("{s:?}")).unwrap_or_default());
                }
            }
            let file = parquet("required int64 id; optional binary name (STRING); optional double spend;", packed, groups);
            for pace in [Pace::Full, Pace::Gentle] {
                assert_eq!(csv_at(&file, pace).unwrap().0, expected, "{packed}, {pace:?}");
            }
        }
    }
    #[test]
    fn a_field_of_a_struct_is_a_column_and_a_list_is_left_out() {
        let list: Fill = Box::new(|column| {
            column.typed::<Int32Type>().write_batch(&[1, 2, 3], Some(&[1, 1, 1]), Some(&[0, 1, 0])).unwrap();
        });
        let columns = "required int32 id; optional group place { optional binary city (STRING); required int32 post; } repeated int32 tags;";
        let group = vec![
            all::<Int32Type>(vec![1, 2]),
            nested::<ByteArrayType>(2, vec![Some(bytes(b"Oslo")), None]),
            nested::<Int32Type>(1, vec![Some(150), None]),
            list,
        ];
        let (text, notes) = csv(&parquet(columns, Compression::UNCOMPRESSED, vec![group])).unwrap();
        assert_eq!(text, "id,place.city,place.post\n1,Oslo,150\n2,,\n");
        assert_eq!(notes.len(), 1);
        assert!(notes[0].contains("\"tags\"") && notes[0].contains("UNNEST"), "{notes:?}");
    }
    #[test]
    fn only_lists_are_refused() {
        let list: Fill = Box::new(|column| {
            column.typed::<Int32Type>().write_batch(&[1], Some(&[1]), Some(&[0])).unwrap();
        });
        let said = csv(&parquet("repeated int32 tags;", Compression::UNCOMPRESSED, vec![vec![list]])).unwrap_err();
        assert!(said.starts_with("every column holds lists or maps: \"tags\". A table has one value") && said.contains("write the file again"), "{said}");
    }
    #[test]
    fn a_row_of_one_empty_field_stays_a_row() {
        check("optional int32 a;", vec![some::<Int32Type>(vec![Some(1), None, Some(3)])], "a\n1\n\"\"\n3\n");
    }
    #[test]
    fn an_unknown_compression_is_named() {
        let mut file = parquet("required int32 amount;", Compression::UNCOMPRESSED, vec![vec![all::<Int32Type>(vec![1])]]);
        // In the footer the codec stands behind the path of the column; 4, written as 8, is Brotli.
        let path = b"\x18\x06amount\x15";
        let at = file.windows(path.len()).rposition(|w| w == path).unwrap() + path.len();
        assert_eq!(file[at], 0);
        file[at] = 8;
        let said = csv(&file).unwrap_err();
        assert!(said.starts_with("column \"amount\" is compressed with BROTLI. Parquet is read with Snappy, Zstandard,"), "{said}");
        assert!(said.contains("write the file again with Zstandard"), "{said}");
    }
    #[test]
    fn a_damaged_file_is_said_to_be_damaged() {
        let rows: Vec<i64> = (0..1_000).collect();
        let file = parquet("required int64 amount;", Compression::SNAPPY, vec![vec![all::<Int64Type>(rows)]]);
        let said = csv(&file[..file.len() - 20]).unwrap_err();
        assert!(said.starts_with("this Parquet file cannot be read: ") && said.contains("It is damaged or not complete. copy it again"), "{said}");
        // Pages that are no pages: column and row group are named.
        let mut file = file;
        file[4..40].fill(0xff);
        let said = csv(&file).unwrap_err();
        assert!(said.starts_with("this Parquet file cannot be read: column \"amount\", row group 1: "), "{said}");
    }
    /// One long text in a dictionary, named by every row: few bytes, and a footer that says how few they are.
    #[test]
    fn a_file_that_unpacks_to_more_than_its_budget_is_stopped_on_the_way() {
        let rows = 3_000;
        let long = ByteArray::from(vec![b'x'; 100_000]);
        let column = || all::<ByteArrayType>(vec![long.clone(); rows]);
        let file = parquet("required binary name (STRING);", Compression::SNAPPY, vec![vec![column()]]);
        assert!(file.len() < 200_000, "{} bytes stand for 300 MB", file.len());
        let disk = OnDisk::new(&file);
        let mut read = AsCsv::open(File::open(&disk.0).unwrap(), Pace::Full).map_err(|r| r.fact).unwrap();
        let (mut made, mut buffer) = (0u64, vec![0; 1 << 20]);
        let told = loop {
            match read.read(&mut buffer) {
                Ok(0) => panic!("{made} bytes were made of {}", file.len()),
                Ok(n) => made += n as u64,
                Err(e) => break e.to_string(),
            }
        };
        assert!(told.contains("it unpacks to more than 500 times its size"), "{told}");
        assert!(made <= FREE && made > FREE - (4 << 20), "{made}");
    }
    /// The same bytes in the header of a page: type, unpacked and packed size.
    fn forged(unpacked: &[u8]) -> Vec<u8> {
        let mut file = parquet("required int64 amount;", Compression::SNAPPY, vec![vec![all::<Int64Type>(vec![5; 40])]]);
        // The first page, behind the four letters of the format, is the dictionary: one value of eight bytes.
        assert_eq!(file[4..8], [0x15, 4, 0x15, 16]);
        file.splice(7..8, unpacked.iter().copied());
        file
    }
    #[test]
    fn pages_that_ask_for_more_than_the_budget_are_refused_before_they_are_unpacked() {
        // 2,147,483,647 bytes: the page is longer by four bytes then, and what the footer says of places is wrong by them.
        let said = csv(&forged(&[0xfe, 0xff, 0xff, 0xff, 0x0f])).unwrap_err();
        assert!(said.contains("say that they take 2048 MB unpacked") && said.contains("At most 1024 MB of pages"), "{said}");
    }
    #[test]
    fn a_dictionary_that_says_it_holds_more_values_than_bytes_is_damaged() {
        let mut file = parquet("required int64 amount;", Compression::SNAPPY, vec![vec![all::<Int64Type>(vec![5; 40])]]);
        // Behind the sizes stands the header of the dictionary: 0x4c, then 0x15 and how many values it holds, in the sign's form.
        let at = file.windows(3).position(|w| w == [0x4c, 0x15, 2]).unwrap();
        file[at + 2] = 62;
        let said = csv(&file).unwrap_err();
        assert!(said.contains("column \"amount\", row group 1: a dictionary of 8 bytes says that it holds 31 values"), "{said}");
    }
    #[test]
    fn no_byte_can_end_the_program() {
        let group = || vec![all::<Int64Type>(vec![1, 2, 3]), texts(&["a", "", "c"])];
        let file = parquet("required int64 amount; optional binary name (STRING);", Compression::UNCOMPRESSED, vec![group()]);
        let mut refused = 0;
        for at in 0..file.len() {
            for wrong in [1, 0x7f, 0xff] {
                let mut file = file.clone();
                file[at] = wrong;
                refused += u32::from(csv(&file).is_err());
            }
        }
        assert!(refused > 100, "{refused}");
    }
    #[test]
    fn text_that_is_no_text_is_named() {
        let file = parquet("required binary name (STRING);", Compression::UNCOMPRESSED, vec![vec![all::<ByteArrayType>(vec![bytes(b"M\xfcller")])]]);
        let said = csv(&file).unwrap_err();
        assert_eq!(said, "column \"name\", row group 1: \"M\u{fffd}ller\" is not valid UTF-8, although the file declares UTF-8");
    }
    #[test]
    fn names_of_columns_are_names_whatever_they_look_like() {
        let file = parquet("required int32 0; required int32 1;", Compression::UNCOMPRESSED, vec![vec![all::<Int32Type>(vec![5]), all::<Int32Type>(vec![6])]]);
        let disk = OnDisk::new(&file);
        let mut text = Text::open(&disk.0, Pace::default()).unwrap();
        assert_eq!((text.header.clone(), text.has_header), (vec!["0".to_string(), "1".into()], true));
        let block = text.block().unwrap().unwrap();
        assert_eq!((block.bytes, block.cut, block.line), (b"5,6\n".to_vec(), 4, 2));
    }
    #[test]
    fn a_table_without_rows_has_a_header() {
        assert_eq!(csv(&parquet("required int32 a; required int32 b;", Compression::UNCOMPRESSED, vec![])).unwrap().0, "a,b\n");
    }
}
