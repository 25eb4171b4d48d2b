//! Paths that mean what they say.

use mediant_pages::percent::decoded;

/// Bytes in a path at most.
const PATH_MAX: usize = 2_048;

/// Whether a path has one reading: it begins with `/`, has no empty step but the last, none that is `.` or `..` however
/// written, no backslash, no control character, and what is percent-encoded is UTF-8.
pub(super) fn is_plain(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/').filter(|_| path.len() <= PATH_MAX) else { return false };
    let Some(rest) = decoded(rest) else { return false };
    let mut steps = rest.split('/').rev();
    // A path may end with `/`: whether there is something is up to the routes.
    let last = steps.next().unwrap_or_default();
    let is_odd = |step: &str| matches!(step, "." | "..");
    !is_odd(last)
        && steps.all(|step| !step.is_empty() && !is_odd(step))
        && !rest.chars().any(|c| c.is_control() || c == '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_pass_in_any_script() {
        for path in
            ["/", "/issues/wages", "/caucus/%D0%A1%D0%BF", "/issues/a%2Fb", "/issues/a%252e", "/issues/"]
        {
            assert!(is_plain(path), "{path}");
        }
    }

    #[test]
    fn tricks_do_not() {
        for path in [
            "",
            "*",
            "//",
            "//evil.example/",
            "/a//b",
            "/a/./b",
            "/a/..",
            "/../etc/passwd",
            "/assets/%2e%2e/x",
            "/assets/..%2Fx",
            "/assets/%2E%2E%5Cx",
            "/a%00b",
            "/a%0Ab",
            "/a\\b",
            "/a%",
            "/a%4",
            "/a%zz",
            "/a%+1",
            "/%C0%AE%C0%AE/x",
            "/%ff",
        ] {
            assert!(!is_plain(path), "{path}");
        }
        assert!(!is_plain(&format!("/{}", "a".repeat(PATH_MAX))));
    }
}
