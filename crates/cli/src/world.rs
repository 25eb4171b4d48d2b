//! The clock and the randomness of this machine: the one place where they come in.

/// Fills a slice with unpredictable bytes from the operating system.
#[expect(
    clippy::expect_used,
    reason = "without the operating system's randomness no key is a secret: nothing may go on"
)]
pub fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}
