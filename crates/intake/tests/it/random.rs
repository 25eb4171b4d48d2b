//! Whatever the bytes: an answer, within bounds.

use crate::targets;
use mediant_intake::form;
use proptest::prelude::*;

/// A target, and a sound file to start from.
type Target = (fn(&[u8]), &'static str);

const TARGETS: [Target; 6] = [
    (targets::text, include_str!("../seeds/report.txt")),
    (targets::markdown, include_str!("../seeds/talks.md")),
    (targets::html, include_str!("../seeds/page.html")),
    (targets::eml, include_str!("../seeds/mail.eml")),
    (targets::feed, include_str!("../seeds/feed.xml")),
    (targets::docx, include_str!("../seeds/document.xml")),
];

proptest! {
    #[test]
    fn any_bytes_as_any_form(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for name in ["a.txt", "a.pdf", "a.docx", "a"] {
            let _ = form(name, &bytes);
        }
        TARGETS.iter().for_each(|(target, _)| target(&bytes));
    }

    #[test]
    fn sound_files_with_pieces_changed(
        (target, seed) in prop::sample::select(&TARGETS[..]),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0_usize..20, prop::collection::vec(any::<u8>(), 0..12)),
            1..6,
        ),
    ) {
        let mut bytes = seed.as_bytes().to_vec();
        for (at, removed, put) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, put);
        }
        target(&bytes);
    }

    #[test]
    fn documents_with_broken_xml(pieces in prop::collection::vec(prop::sample::select(&[
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "x", "&amp;", "&#0;", "&bad;", "<w:tab/>", "<w:del>", "</w:del>",
        "<w:vanish/>", "<![CDATA[y]]>", "<!-- -->", "<?pi?>", "<!DOCTYPE z>", "<", ">", "\u{0}", " ",
    ][..]), 0..40)) {
        targets::docx(pieces.concat().as_bytes());
    }

    #[test]
    fn pages_of_tags(pieces in prop::collection::vec(prop::sample::select(&[
        "<p>", "</p>", "<div>", "</div>", "<a href=x>", "</a>", "<b id=1>", "<table>", "<td>", "</table>", "<svg>", "<template>", "<select>",
        "<frameset>", "<!--", "-->", "<script>", "</script>", "<h1>Talks", "</h1>", "<br>", "<br>", "<img>", "<noscript>", "words of it. ",
        "<time datetime=2031-05-14>", "<meta name=date content=2031-05-14>", "<font>", "<li>", "<pre>", "</body>", "</html>", "&nbsp;",
    ][..]), 0..60)) {
        targets::html(pieces.concat().as_bytes());
    }
}
