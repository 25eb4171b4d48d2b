//! The examples of the guide to the format are what the format is.

use mediant_formats::{InputFile, native};

const GUIDE: &str = include_str!("../../../../docs/guide/case-format.md");

/// The TOML blocks of the guide, each behind as many line breaks as stand in front of it, so that a
/// problem's line is the guide's line.
fn blocks() -> Vec<(usize, String)> {
    let mut blocks: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (number, line) in GUIDE.lines().enumerate() {
        match (inside, line) {
            (false, "```toml") => {
                inside = true;
                blocks.push((number + 1, String::new()));
            }
            (true, "```") => inside = false,
            (true, line) => {
                if let Some((_, block)) = blocks.last_mut() {
                    block.push_str(line);
                    block.push('\n');
                }
            }
            (false, _) => {}
        }
    }
    blocks
}

fn joined(blocks: &[(usize, String)]) -> InputFile {
    let mut text = String::new();
    for (line, block) in blocks {
        text.push_str(&"\n".repeat(line - text.matches('\n').count()));
        text.push_str(block);
    }
    InputFile::new("docs/guide/case-format.md", text)
}

#[test]
fn the_examples_of_the_guide_are_a_case_and_a_brief() {
    let blocks = blocks();
    let brief = blocks.iter().position(|(_, block)| block.contains("mediant_brief = 1")).expect("a brief");
    let (case_blocks, brief_blocks) = blocks.split_at(brief);
    assert!(case_blocks.len() >= 7 && brief_blocks.len() >= 5);
    let read = native::read(&[joined(case_blocks), joined(brief_blocks)]);
    let (negotiation, warnings) = read.unwrap_or_else(|errors| {
        let all: String = errors.iter().map(|error| format!("{error}\n")).collect();
        panic!("{all}")
    });
    assert_eq!(warnings, []);
    assert!(
        mediant_model::Problem::compile(&negotiation.case, &negotiation.briefs, &Default::default()).is_ok()
    );
    // Every example shows something of its own: each can be written and read back.
    assert_eq!(native::read(&written(&negotiation)).ok(), Some((negotiation, Vec::new())));
    // The first one stands alone.
    assert!(native::read_case(&joined(&case_blocks[..1])).is_ok_and(|(_, warnings)| warnings.is_empty()));
}

fn written(negotiation: &mediant_formats::Negotiation) -> Vec<InputFile> {
    let case = InputFile::new("case.toml", native::write_case(&negotiation.case));
    let briefs =
        negotiation.briefs.iter().map(|brief| InputFile::new("brief.toml", native::write_brief(brief)));
    std::iter::once(case).chain(briefs).collect()
}
