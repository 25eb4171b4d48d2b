//! The style sheet, the script and the icon, built into the program.

use std::sync::OnceLock;

/// A file that pages ask for.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// The name by which pages ask for it.
    pub name: &'static str,
    /// What `Content-Type` says.
    pub media_type: &'static str,
    /// The file, as the program carries it.
    pub content: &'static str,
}

/// All of them.
pub const ASSETS: [Asset; 7] = [
    Asset {
        name: "desk.css",
        media_type: "text/css; charset=utf-8",
        content: include_str!("../assets/desk.css"),
    },
    Asset {
        name: "desk.js",
        media_type: "text/javascript; charset=utf-8",
        content: include_str!("../assets/desk.js"),
    },
    Asset {
        name: "reports.js",
        media_type: "text/javascript; charset=utf-8",
        content: include_str!("../assets/reports.js"),
    },
    Asset {
        name: "keys.js",
        media_type: "text/javascript; charset=utf-8",
        content: include_str!("../assets/keys.js"),
    },
    Asset {
        name: "begin.js",
        media_type: "text/javascript; charset=utf-8",
        content: include_str!("../assets/begin.js"),
    },
    Asset {
        name: "brief.js",
        media_type: "text/javascript; charset=utf-8",
        content: include_str!("../assets/brief.js"),
    },
    Asset { name: "icon.svg", media_type: "image/svg+xml", content: include_str!("../assets/icon.svg") },
];

/// The path of a file, with the digest of its content, so that a browser may keep it for good.
pub fn path(name: &str) -> String {
    format!("/assets/{name}?{}", digest())
}

fn digest() -> &'static str {
    static DIGEST: OnceLock<String> = OnceLock::new();
    DIGEST.get_or_init(|| {
        let mut hasher = blake3::Hasher::new();
        ASSETS.iter().for_each(|asset| {
            hasher.update(asset.content.as_bytes());
        });
        hasher.finalize().to_hex().as_str().chars().take(12).collect()
    })
}
