//! The home of step results in a folder of the machine: each result in a file of its own, readable by its owner only, capped in size together,
//! emptied on request. Whatever is wrong with a file (cut short, changed, unreadable, half-written by another process), it is not found and
//! the step is worked out again.
use loyalty_model::step_cache::{Found, StepCache, StepKey, StepResult};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// First line of a file of this form; another form is not read.
const FORM: &[u8] = b"loyalty step 2\n";
/// Ending of the files, and beginning of the name of one that is being written.
const ENDING: &str = "step";
const PART: &str = ".step-";

/// Results of steps in a folder.
#[derive(Debug, Clone)]
pub struct DiskCache {
    dir: PathBuf,
    most: u64,
    without: &'static [&'static str],
}
impl DiskCache {
    /// Results in `dir`, at most this many bytes together; what was not used for longest goes first. The folder is made when there is something to
    /// keep, for its owner only.
    pub fn new(dir: &Path, most: u64) -> Self {
        DiskCache { dir: dir.into(), most, without: &[] }
    }
    /// The same without these steps: writing down what is large and read on the very same inputs only (a full appraisal, draw by draw) takes longer
    /// than it saves.
    #[must_use]
    pub fn without(self, steps: &'static [&'static str]) -> Self {
        DiskCache { without: steps, ..self }
    }
    /// Takes away every result; other files in the folder stay.
    ///
    /// # Errors
    /// A file that cannot be taken away.
    pub fn clear(&self) -> io::Result<()> {
        self.sweep();
        for (path, ..) in self.files() {
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
                _ => {}
            }
        }
        Ok(())
    }
    /// Bytes kept.
    pub fn bytes(&self) -> u64 {
        self.files().iter().map(|f| f.1).sum()
    }
    fn file(&self, key: &StepKey) -> PathBuf {
        self.dir.join(format!("{}-{}.{ENDING}", key.step, key.hex()))
    }
    /// Path, bytes and last use of every result.
    fn files(&self) -> Vec<(PathBuf, u64, SystemTime)> {
        let entries = fs::read_dir(&self.dir).into_iter().flatten().filter_map(Result::ok);
        let one = |e: fs::DirEntry| {
            let meta = e.metadata().ok().filter(fs::Metadata::is_file)?;
            (e.path().extension()? == ENDING).then(|| (e.path(), meta.len(), meta.modified().unwrap_or(SystemTime::UNIX_EPOCH)))
        };
        entries.filter_map(one).collect()
    }
    /// Removes what writers that died left: a writer that lives holds its file's lock.
    fn sweep(&self) {
        let parts = fs::read_dir(&self.dir).into_iter().flatten().filter_map(Result::ok);
        for path in parts.filter(|e| e.file_name().to_string_lossy().starts_with(PART)).map(|e| e.path()) {
            if fs::File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
                let _ = fs::remove_file(path);
            }
        }
    }
    /// Takes away what was not used for longest until the rest fits.
    fn trim(&self) {
        let mut all = self.files();
        let mut bytes: u64 = all.iter().map(|f| f.1).sum();
        all.sort_by(|a, b| a.2.cmp(&b.2).then_with(|| a.0.cmp(&b.0)));
        for (path, size, _) in all {
            if bytes <= self.most {
                return;
            }
            // Another process may have taken it away already.
            let _ = fs::remove_file(path);
            bytes -= size;
        }
    }
    fn write(&self, key: &StepKey, body: &[u8]) -> io::Result<()> {
        if (FORM.len() + 32 + body.len()) as u64 > self.most {
            return Ok(());
        }
        private_folder(&self.dir)?;
        // A temporary file is readable by its owner only from the moment it is there; taking its place is one step, whoever else writes.
        self.sweep();
        let mut temp = tempfile::Builder::new().prefix(PART).tempfile_in(&self.dir)?;
        temp.as_file().lock()?;
        temp.write_all(FORM)?;
        temp.write_all(&Sha256::digest(body))?;
        temp.write_all(body)?;
        temp.persist(self.file(key)).map_err(|e| e.error)?;
        self.trim();
        Ok(())
    }
}
#[cfg(unix)]
fn private_folder(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}
#[cfg(not(unix))]
fn private_folder(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)
}
/// The body of a file, if it is whole.
fn body(mut file: &fs::File) -> Option<Vec<u8>> {
    let mut head = vec![0; FORM.len() + 32];
    file.read_exact(&mut head).ok()?;
    let digest = head.strip_prefix(FORM)?;
    let mut body = Vec::with_capacity(usize::try_from(file.metadata().ok()?.len()).ok()?);
    file.read_to_end(&mut body).ok()?;
    (Sha256::digest(&body).as_slice() == digest).then_some(body)
}
impl StepCache for DiskCache {
    fn get(&self, key: &StepKey) -> Option<Found> {
        let file = fs::OpenOptions::new().read(true).write(true).open(self.file(key)).ok()?;
        let body = body(&file)?;
        // The time of the last use says what goes first; where it cannot be set, the time of writing does.
        let _ = file.set_modified(SystemTime::now());
        Some(Found::Bytes(body))
    }
    fn put(&self, key: &StepKey, result: &dyn StepResult) {
        if self.without.contains(&key.step) {
            return;
        }
        // A disk that says no costs time on the next run and nothing else.
        let _ = result.bytes().map(|body| self.write(key, &body));
    }
    fn name(&self) -> &'static str {
        "disk"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::any::Any;
    use std::sync::Arc;

    struct Text(&'static str);
    impl StepResult for Text {
        fn shared(&self) -> Arc<dyn Any + Send + Sync> {
            Arc::new(self.0)
        }
        fn bytes(&self) -> Option<Vec<u8>> {
            Some(self.0.as_bytes().to_vec())
        }
    }
    fn key(n: u8) -> StepKey {
        StepKey { step: "fit-base", digest: [n; 32], after: vec![] }
    }
    fn found(cache: &DiskCache, n: u8) -> Option<String> {
        match cache.get(&key(n))? {
            Found::Bytes(b) => String::from_utf8(b).ok(),
            Found::Shared(_) => None,
        }
    }
    fn cache(most: u64) -> (tempfile::TempDir, DiskCache) {
        let dir = tempfile::tempdir().unwrap();
        let cache = DiskCache::new(&dir.path().join("deep/steps"), most);
        (dir, cache)
    }
    #[test]
    fn what_is_put_is_found_and_what_is_cleared_is_gone() {
        let (_dir, cache) = cache(1 << 20);
        assert_eq!(found(&cache, 1), None);
        cache.put(&key(1), &Text("one"));
        cache.put(&key(2), &Text("two"));
        cache.put(&key(1), &Text("one again"));
        assert_eq!((found(&cache, 1).as_deref(), found(&cache, 2).as_deref(), found(&cache, 3)), (Some("one again"), Some("two"), None));
        fs::write(cache.dir.join("notes.txt"), "a person's").unwrap();
        cache.clear().unwrap();
        assert_eq!((found(&cache, 1), found(&cache, 2), cache.bytes()), (None, None, 0));
        assert!(cache.dir.join("notes.txt").exists());
    }
    #[test]
    fn what_a_dead_writer_left_is_removed_and_a_living_one_keeps_its_file() {
        let (_dir, cache) = cache(1 << 20);
        cache.put(&key(1), &Text("one"));
        let (dead, living) = (cache.dir.join(".step-dead"), cache.dir.join(".step-living"));
        let writes = |path: &Path| fs::File::create(path).unwrap();
        drop(writes(&dead));
        let held = writes(&living);
        held.lock().unwrap();
        cache.put(&key(2), &Text("two"));
        assert!(!dead.exists() && living.exists());
        drop(held);
        cache.clear().unwrap();
        assert!(!living.exists());
    }
    #[test]
    fn steps_that_are_left_out_are_not_written() {
        let (_dir, cache) = cache(1 << 20);
        let cache = cache.without(&["fit-base"]);
        cache.put(&key(1), &Text("one"));
        assert_eq!((found(&cache, 1), cache.bytes()), (None, 0));
    }
    #[cfg(unix)]
    #[test]
    fn files_are_their_owners_only() {
        use std::os::unix::fs::PermissionsExt;
        let (_dir, cache) = cache(1 << 20);
        cache.put(&key(1), &Text("margins of a company"));
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&cache.dir), 0o700);
        let files: Vec<PathBuf> = fs::read_dir(&cache.dir).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        assert_eq!(mode(&files[0]), 0o600);
    }
    #[test]
    fn the_oldest_goes_first_and_use_makes_young() {
        let size = FORM.len() as u64 + 32 + 3;
        let (_dir, cache) = cache(3 * size);
        let age = |n: u8, seconds: u64| {
            let at = SystemTime::now() - std::time::Duration::from_secs(seconds);
            fs::OpenOptions::new().write(true).open(cache.file(&key(n))).unwrap().set_modified(at).unwrap();
        };
        for n in 1..=3 {
            cache.put(&key(n), &Text("abc"));
            age(n, 100 - u64::from(n));
        }
        assert!(found(&cache, 1).is_some(), "used now: the youngest");
        cache.put(&key(4), &Text("abc"));
        let held: Vec<bool> = (1..=4).map(|n| found(&cache, n).is_some()).collect();
        assert_eq!(held, [true, false, true, true]);
        assert!(cache.bytes() <= 3 * size);
        cache.put(&key(5), &Text("far too long to be kept in a home as small as this one, so that nothing else has to leave it for its sake ------------"));
        assert_eq!((found(&cache, 5), cache.bytes()), (None, 3 * size));
    }
    #[test]
    fn a_file_that_is_not_whole_is_not_found() {
        let (_dir, cache) = cache(1 << 20);
        cache.put(&key(1), &Text("forty-two"));
        let path = cache.file(&key(1));
        let whole = fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(found(&cache, 1), None, "cut after {cut} bytes");
        }
        for at in 0..whole.len() {
            let mut wrong = whole.clone();
            wrong[at] ^= 1;
            fs::write(&path, &wrong).unwrap();
            assert_eq!(found(&cache, 1), None, "byte {at} changed");
        }
        fs::write(&path, &whole).unwrap();
        assert_eq!(found(&cache, 1).as_deref(), Some("forty-two"));
    }
    /// Re-entered by the test below as a process of its own.
    #[test]
    fn writes_where_it_is_told() {
        let Some(dir) = std::env::var_os("STEP_CACHE_TEST_DIR") else { return };
        let cache = DiskCache::new(Path::new(&dir), 4_000);
        for round in 0..200_u32 {
            let n = (round % 7) as u8;
            cache.put(&key(n), &Text("the result of a step, the same whoever works it out"));
            if let Some(text) = found(&cache, n) {
                assert_eq!(text, "the result of a step, the same whoever works it out");
            }
        }
    }
    #[test]
    fn two_processes_at_once_never_see_a_part() {
        let (_dir, cache) = cache(4_000);
        let start = || {
            let program = std::env::current_exe().unwrap();
            let test = ["step_cache::tests::writes_where_it_is_told", "--exact"];
            std::process::Command::new(program).args(test).env("STEP_CACHE_TEST_DIR", &cache.dir).stdout(std::process::Stdio::null()).spawn().unwrap()
        };
        let (mut one, mut two) = (start(), start());
        assert!(one.wait().unwrap().success() && two.wait().unwrap().success());
        assert!((0..7).filter_map(|n| found(&cache, n)).count() > 0);
        assert!(cache.bytes() <= 4_000 + 200, "{}", cache.bytes());
        let left = fs::read_dir(&cache.dir).unwrap().filter_map(Result::ok).filter(|e| e.file_name().to_string_lossy().starts_with(".step-")).count();
        assert_eq!(left, 0);
    }
}
