//! A file that is waited for, and not for ever: its bytes are read by a thread of their own, so that a file system that stops to answer becomes an error
//! that is tried again instead of a program that hangs.
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// The longest that a file may give neither a byte nor its end. A network file system that was cut off answers never, one under load within seconds.
pub const STALLED_AFTER: Duration = Duration::from_secs(30);
/// Bytes read at once, and blocks read ahead.
const BLOCK: usize = 1 << 18;
const AHEAD: usize = 2;

/// A reader that is waited for.
pub struct Watched {
    blocks: Receiver<io::Result<Vec<u8>>>,
    limit: Duration,
    block: Vec<u8>,
    at: usize,
    ended: bool,
}
impl Watched {
    /// Reads ahead in a thread that ends with the reader, or with this.
    pub fn new(mut reader: impl Read + Send + 'static, limit: Duration) -> Self {
        let (give, blocks) = sync_channel(AHEAD);
        let told = give.clone();
        let started = std::thread::Builder::new().spawn(move || {
            loop {
                let mut block = vec![0; BLOCK];
                let read = match reader.read(&mut block) {
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                    Ok(n) => {
                        block.truncate(n);
                        Ok(block)
                    }
                    Err(e) => Err(e),
                };
                let last = !read.as_ref().is_ok_and(|b| !b.is_empty());
                if give.send(read).is_err() || last {
                    return;
                }
            }
        });
        // A system without a thread to spare: the reader hears it as an error of reading, which is tried again. The channel is empty and takes it.
        if let Err(e) = started {
            let _ = told.send(Err(e));
        }
        Watched { blocks, limit, block: vec![], at: 0, ended: false }
    }
}
impl Read for Watched {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.block.len() && !self.ended {
            self.at = 0;
            self.block = match self.blocks.recv_timeout(self.limit) {
                Ok(block) => block?,
                Err(RecvTimeoutError::Timeout) => {
                    let told = format!("no byte of it came for {} seconds", self.limit.as_secs_f64());
                    return Err(io::Error::new(io::ErrorKind::TimedOut, told));
                }
                // The thread ends after an error or the end of the file, and both were told.
                Err(RecvTimeoutError::Disconnected) => vec![],
            };
            self.ended = self.block.is_empty();
        }
        let n = out.len().min(self.block.len() - self.at);
        out[..n].copy_from_slice(&self.block[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::mpsc::channel;

    const SHORT: Duration = Duration::from_millis(60);
    /// Gives its parts, then waits until it is let go.
    struct Stalls(Vec<Vec<u8>>, Receiver<()>);
    impl Read for Stalls {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                let _ = self.1.recv();
                return Ok(0);
            }
            let part = self.0.remove(0);
            out[..part.len()].copy_from_slice(&part);
            Ok(part.len())
        }
    }
    #[test]
    fn what_stalls_ends_and_what_came_before_is_there() {
        let (_held, wait) = channel::<()>();
        let mut watched = Watched::new(Stalls(vec![b"a,b\n".to_vec(), b"1,2\n".to_vec()], wait), SHORT);
        let mut read = vec![];
        let told = watched.read_to_end(&mut read).unwrap_err();
        assert_eq!((told.kind(), told.to_string()), (io::ErrorKind::TimedOut, "no byte of it came for 0.06 seconds".into()));
        assert_eq!(read, b"a,b\n1,2\n");
    }
    #[test]
    fn what_is_slow_and_goes_on_is_read() {
        struct Slow(u8);
        impl Read for Slow {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                std::thread::sleep(SHORT / 6);
                self.0 += 1;
                out[0] = self.0;
                Ok(usize::from(self.0 < 12))
            }
        }
        let mut read = vec![];
        // Longer in all than a single wait may be.
        Watched::new(Slow(0), SHORT).read_to_end(&mut read).unwrap();
        assert_eq!(read, (1..12).collect::<Vec<u8>>());
    }
    #[test]
    fn an_error_is_told_once_then_nothing_follows() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("broken"))
            }
        }
        let mut watched = Watched::new(Broken, SHORT);
        assert_eq!(watched.read(&mut [0]).unwrap_err().to_string(), "broken");
        assert_eq!(watched.read(&mut [0]).unwrap(), 0);
    }
    proptest! {
        #[test]
        fn every_byte_comes_in_its_order(bytes in prop::collection::vec(any::<u8>(), 0..900_000), step in 1..70_000_usize) {
            let mut watched = Watched::new(io::Cursor::new(bytes.clone()), STALLED_AFTER);
            let (mut read, mut part) = (vec![], vec![0; step]);
            loop {
                let n = watched.read(&mut part).unwrap();
                if n == 0 { break }
                read.extend_from_slice(&part[..n]);
            }
            prop_assert!(read == bytes);
        }
    }
}
