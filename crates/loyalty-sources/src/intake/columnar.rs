//! Parquet as text: batches become CSV as they are read, so that every rule of reading is the same for every format.
use arrow_csv::WriterBuilder;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs::File;
use std::io::{self, Read};

/// CSV of a Parquet file, header first.
pub struct AsCsv {
    batches: ParquetRecordBatchReader,
    ready: Vec<u8>,
    at: usize,
    header: bool,
}
impl AsCsv {
    /// Opens a Parquet file.
    ///
    /// # Errors
    /// What the file says of itself that is not so.
    pub fn open(file: File) -> io::Result<AsCsv> {
        let batches = ParquetRecordBatchReaderBuilder::try_new(file).and_then(|b| b.with_batch_size(1 << 16).build()).map_err(io::Error::other)?;
        Ok(AsCsv { batches, ready: vec![], at: 0, header: true })
    }
}
impl Read for AsCsv {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() {
            let Some(batch) = self.batches.next() else { return Ok(0) };
            self.ready.clear();
            self.at = 0;
            let mut writer = WriterBuilder::new().with_header(std::mem::take(&mut self.header)).build(&mut self.ready);
            writer.write(&batch.map_err(io::Error::other)?).map_err(io::Error::other)?;
        }
        let n = buffer.len().min(self.ready.len() - self.at);
        buffer[..n].copy_from_slice(&self.ready[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}
