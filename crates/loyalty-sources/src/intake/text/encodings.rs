//! Which encoding a file is in, and its text in UTF-8.
use super::super::IntakeError;
use super::within_budget;
use std::io::{self, Read};

pub(super) type Decoded = (Box<dyn Read + Send>, Vec<u8>, Vec<String>);
/// UTF-8 passes through; every other encoding is turned into UTF-8 at once.
pub(super) fn decode(
    start: Vec<u8>,
    mut reader: Box<dyn Read + Send>,
    path: &str,
    unreadable: &dyn Fn(io::Error) -> IntakeError,
) -> Result<Decoded, IntakeError> {
    if let Some(plain) = start.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return Ok((reader, plain.to_vec(), vec!["UTF-8 with byte order mark".into()]));
    }
    let utf16 = wide(&start);
    let broken = std::str::from_utf8(&start).is_err_and(|e| e.error_len().is_some());
    if utf16.is_none() && !broken {
        // An odd letter may come later; those bytes are read lossily there, field by field.
        return Ok((reader, start, vec![]));
    }
    let all = within_budget(&mut reader, start, path, unreadable)?;
    let encoding = utf16.unwrap_or_else(|| guessed(&all));
    let (text, encoding, _) = encoding.decode(&all);
    let name = if encoding == encoding_rs::WINDOWS_1252 { "Latin-1 (Windows-1252)" } else { encoding.name() };
    Ok((Box::new(io::empty()), text.into_owned().into_bytes(), vec![name.into()]))
}
/// UTF-16, by its byte order mark or by the zero bytes of plain letters.
fn wide(start: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if start.starts_with(&[0xff, 0xfe]) {
        return Some(encoding_rs::UTF_16LE);
    }
    if start.starts_with(&[0xfe, 0xff]) {
        return Some(encoding_rs::UTF_16BE);
    }
    let head = &start[..start.len().min(512) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    match (even * 10 < half, odd * 10 < half) {
        _ if half < 8 => None,
        (true, false) if odd * 2 > half => Some(encoding_rs::UTF_16LE),
        (false, true) if even * 2 > half => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}
/// The encoding that bytes which are no UTF-8 are most likely in.
fn guessed(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    const LOOKED_AT: usize = 8 << 20;
    let look = &bytes[..bytes.len().min(LOOKED_AT)];
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(look, true);
    let guess = detector.guess(None, false);
    if guess == encoding_rs::WINDOWS_1252 {
        // In Latin-9 the sign of the euro stands where Windows has the currency sign, which nobody writes beside a number.
        let euro =
            |w: &[u8]| (w[0] == 0xa4 && (w[1].is_ascii_digit() || w[1] == b' ')) || (w[1] == 0xa4 && (w[0].is_ascii_digit() || matches!(w[0], b' ' | 0xa0)));
        return if look.windows(2).any(euro) && !look.contains(&0x80) { encoding_rs::ISO_8859_15 } else { guess };
    }
    // A guess that the bytes contradict is none.
    if look.len() == bytes.len() && guess.decode_without_bom_handling(look).1 { encoding_rs::WINDOWS_1252 } else { guess }
}
