//! The system itself keeps the server inside its folders (Landlock, Linux 5.13 and later). `path_sandbox` looks at a path and then opens it; between the two
//! somebody can put a link in its place. The kernel decides at the moment of opening, for every library that reads or writes a file.
//!
//! Beside the folders, what `ssh-keygen` needs to check signatures can be read, and one folder for temporary files can be written; beside
//! them, where the person who started the server named a database, its driver and what finds and checks the host.
use loyalty_app::refusal::Refusal;
use std::path::{Path, PathBuf};

/// Files and folders of the system that hold nothing of the company.
#[cfg(target_os = "linux")]
const SYSTEM: [&str; 11] =
    ["/usr", "/bin", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/etc/passwd", "/etc/nsswitch.conf", "/etc/localtime", "/dev/urandom", "/dev/tty"];

/// Confines this thread, and every thread and program that it starts from now on, to the folders; tells whether the system does that. The folder for temporary
/// files lasts as long as what is returned.
///
/// # Errors
/// No temporary folder; a system that has Landlock and refuses the rules.
#[cfg(target_os = "linux")]
pub fn enter<'a>(roots: impl Iterator<Item = &'a Path>, readable: &[PathBuf]) -> Result<Option<tempfile::TempDir>, Refusal> {
    let next = "start the server where temporary files can be written";
    let temp = tempfile::Builder::new().prefix("plan-loyalty-").tempdir().map_err(|e| Refusal::machine("mcp", e.to_string(), next))?;
    let status =
        confine(roots, temp.path(), readable).map_err(|e| Refusal::machine("mcp", e.to_string(), "report this as a bug; nothing was read or written"))?;
    if !status {
        return Ok(None);
    }
    // The first override holds: a server is started once in a process.
    let _ = tempfile::env::override_temp_dir(temp.path());
    Ok(Some(temp))
}
#[cfg(target_os = "linux")]
fn confine<'a>(roots: impl Iterator<Item = &'a Path>, temp: &Path, readable: &[PathBuf]) -> Result<bool, landlock::RulesetError> {
    use landlock::{ABI, Access, AccessFs, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, path_beneath_rules};
    let own: Vec<&Path> = roots.collect();
    // Truncating a file is a right of its own since the third version.
    let all = AccessFs::from_all(ABI::V3);
    let status = Ruleset::default()
        .handle_access(all)?
        .create()?
        .add_rules(path_beneath_rules(own.iter().chain([&temp]), all))?
        .add_rules(path_beneath_rules(SYSTEM, AccessFs::from_read(ABI::V3)))?
        .add_rules(path_beneath_rules(readable, AccessFs::from_read(ABI::V3)))?
        .add_rules(path_beneath_rules(["/dev/null"], AccessFs::ReadFile | AccessFs::WriteFile))?
        // The folder for temporary files goes when the server ends.
        .add_rules(path_beneath_rules(temp.parent(), AccessFs::RemoveDir))?
        .restrict_self()?;
    Ok(status.ruleset == RulesetStatus::FullyEnforced)
}
/// Elsewhere `path_sandbox` alone keeps the server inside.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn enter<'a>(_: impl Iterator<Item = &'a Path>, _: &[PathBuf]) -> Result<Option<tempfile::TempDir>, Refusal> {
    Ok(None)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::path_sandbox::PathSandbox;
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Reads and writes through a link that another thread turns over all the while; tells how many reads and writes came through, and how many went outside.
    fn race(rounds: usize, confined: bool) -> (usize, usize) {
        let dir = tempfile::tempdir().unwrap();
        let (root, beyond) = (dir.path().join("root"), dir.path().join("beyond"));
        fs::create_dir_all(root.join("inside")).unwrap();
        fs::create_dir_all(&beyond).unwrap();
        fs::write(root.join("inside/file"), "inside").unwrap();
        fs::write(beyond.join("file"), "outside").unwrap();
        symlink("inside", root.join("link")).unwrap();
        let (over, sandbox) = (AtomicBool::new(false), PathSandbox::around(std::slice::from_ref(&root)).unwrap());
        let (mut through, mut outside) = (0, 0);
        std::thread::scope(|s| {
            s.spawn(|| {
                for target in [beyond.as_path(), Path::new("inside")].iter().cycle() {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    symlink(target, root.join("other")).unwrap();
                    fs::rename(root.join("other"), root.join("link")).unwrap();
                }
            });
            let agent = s.spawn(|| {
                assert!(!confined || confine([root.as_path()].into_iter(), &root, &[]).unwrap());
                let (mut through, mut outside) = (0, 0);
                for n in 0..rounds {
                    if let Ok(read) = sandbox.reading("data", "link/file").map(fs::read_to_string) {
                        through += usize::from(read.is_ok());
                        outside += usize::from(read.is_ok_and(|text| text == "outside"));
                    }
                    if let Ok(path) = sandbox.writing("out", &format!("link/new-{n}")) {
                        through += usize::from(fs::write(path, "written").is_ok());
                    }
                }
                (through, outside)
            });
            (through, outside) = agent.join().unwrap();
            over.store(true, Ordering::Relaxed);
        });
        (through, outside + fs::read_dir(&beyond).unwrap().count() - 1)
    }
    #[test]
    fn a_link_that_is_turned_over_while_it_is_used_leads_nowhere_outside() {
        let probe = std::thread::spawn(|| confine(std::iter::empty(), Path::new("/dev/null"), &[]).unwrap()).join().unwrap();
        if !probe {
            eprintln!("skipped: this system has no Landlock");
            return;
        }
        let (through, outside) = race(2_000, true);
        println!("confined: {through} reads and writes came through, {outside} outside");
        assert!(through > 100 && outside == 0, "{through} came through, {outside} outside");
        // The race is a real one: without the kernel some of them go outside.
        let escaped = (0..50).map(|_| race(2_000, false).1).find(|n| *n > 0);
        println!("not confined: {escaped:?} of 4,000 reads and writes outside");
        assert!(escaped.is_some());
    }
}
