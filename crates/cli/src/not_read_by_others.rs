//! What keeps other programs of this machine from the memory of a desk, in which the keys are.

/// No core files, and no debugger of the same user: as far as the system has that.
#[cfg(unix)]
pub fn begin() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // Where it cannot be lowered it stays as it is; lowering is always allowed.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// The system has no such files.
#[cfg(not(unix))]
pub fn begin() {}
