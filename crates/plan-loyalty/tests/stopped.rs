//! A disk that is full, a folder that may not be written, Ctrl-C.
use crate::common;
use common::{PROGRAM, SMALL, at_step, command, file, plans};
use std::path::Path;

/// A disk that is full, a folder that may not be written, and Ctrl-C: the old files stand, no part of a new one does.
#[cfg(unix)]
mod machine {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::ExitStatusExt;
    use std::path::PathBuf;

    fn old(dir: &Path) -> PathBuf {
        let out = dir.join("loyalty-plan");
        std::fs::create_dir_all(&out).unwrap();
        std::fs::write(out.join("blueprint.html"), "old").unwrap();
        out
    }
    fn untouched(dir: &Path, out: &Path) {
        assert_eq!(std::fs::read_to_string(out.join("blueprint.html")).unwrap(), "old");
        assert_eq!(std::fs::read_dir(out).unwrap().count(), 1, "something was left behind");
        assert_eq!(plans(dir), 0);
    }
    #[test]
    fn a_full_disk() {
        let dir = tempfile::tempdir().unwrap();
        let out = old(dir.path());
        // A limit of 40 blocks a file stands for a disk that takes no more; the signal of the limit is ignored, as a full disk sends none.
        let script = format!("trap '' XFSZ; ulimit -f 40; exec {PROGRAM} {} --quiet", SMALL.join(" "));
        let run = std::process::Command::new("sh").args(["-c", &script]).current_dir(dir.path()).output().unwrap();
        let text = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(1), "{text}");
        assert!(text.contains("Next: free some space"), "{text}");
        untouched(dir.path(), &out);
    }
    #[test]
    fn no_permission_to_write() {
        let dir = tempfile::tempdir().unwrap();
        let out = old(dir.path());
        std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o555)).unwrap();
        if std::fs::write(out.join("probe"), "x").is_ok() {
            eprintln!("skipped: this user may write everywhere");
            std::fs::remove_file(out.join("probe")).unwrap();
            std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o755)).unwrap();
        } else {
            let run = command(dir.path(), &SMALL);
            assert_eq!(run.status.code(), Some(1));
            std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o755)).unwrap();
            untouched(dir.path(), &out);
        }
        // A file where the folder should be is refused for everybody.
        let file = file(dir.path(), "taken", b"x");
        let mut args = SMALL.to_vec();
        let under = format!("{file}/deeper");
        args.extend(["--out", &under]);
        let run = command(dir.path(), &args);
        assert_eq!(run.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&run.stderr).contains("Next:"));
        untouched(dir.path(), &out);
    }
    #[test]
    fn ctrl_c_at_every_step() {
        let dir = tempfile::tempdir().unwrap();
        let out = old(dir.path());
        for step in ["Reading the data", "Fitting the customer-base model", "Comparing program designs", "Simulating the program"] {
            let mut child = at_step(dir.path(), &SMALL, step);
            assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
            let status = child.wait().unwrap();
            assert_eq!((status.code(), status.signal()), (Some(130), None), "{step}");
            untouched(dir.path(), &out);
        }
    }
}
