//! PDF files, written by hand.

/// Text at a place: points from the left and from the foot, size, words.
pub type Words<'a> = (f64, f64, f64, &'a str);

/// A file with these pages. `information` stands in its properties, `more` in its trailer.
pub fn pdf(pages: &[Vec<Words<'_>>], information: &str, more: &str) -> Vec<u8> {
    let streams: Vec<String> = pages.iter().map(|page| page.iter().map(shown).collect()).collect();
    from_streams(&streams, information, more)
}

fn shown((x, y, size, words): &Words<'_>) -> String {
    let words = words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n")
}

/// A file with these streams of drawing, one a page; the font is Helvetica.
pub fn from_streams(streams: &[String], information: &str, more: &str) -> Vec<u8> {
    const HELVETICA: &str =
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    with_font(streams, (HELVETICA, &[]), information, more)
}

/// A file with these streams, in a font and with objects that it needs: the first has the number 5 and two for each page.
pub fn with_font(
    streams: &[String],
    (font, needed): (&str, &[String]),
    information: &str,
    more: &str,
) -> Vec<u8> {
    let kids: Vec<String> = (0..streams.len()).map(|at| format!("{} 0 R", 5 + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] /MediaBox [0 0 595 842] >>",
            kids.len(),
            kids.join(" ")
        ),
        font.to_owned(),
        format!("<< {information} >>"),
    ];
    for (at, stream) in streams.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            6 + 2 * at
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()));
    }
    objects.extend(needed.iter().cloned());
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|place| file.push_str(&format!("{place:010} 00000 n \n")));
    file.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R /Info 4 0 R {more} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    // Letters of one byte: WinAnsi.
    file.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}
