//! What must be true of a report's HTML, whoever wrote the case.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{self, GARDEN, HOSTILE, QUOTES, RIGHT_TO_LEFT, SCRIPT, SPORTCO, STRIKE, TALKS};
use mediant_engine::report::{Block, Cell, Item, Report, SectionSubject};
use mediant_render::html::{self, Level};
use roxmltree::{Document, Node};

fn reports() -> Vec<Report> {
    let mut reports: Vec<Report> =
        [TALKS, STRIKE, GARDEN, SPORTCO, HOSTILE].into_iter().map(support::report).collect();
    reports.extend([TALKS, STRIKE, HOSTILE].into_iter().map(support::report_over_time));
    reports
}

/// Hands over each report with its HTML: no element in it is void, so it reads as XML too.
fn each(mut check: impl FnMut(&Report, &Document<'_>)) {
    for report in reports() {
        let page = html::report(&report, Level::H2).into_string();
        check(&report, &Document::parse(&page).unwrap());
    }
}

fn named<'a>(document: &'a Document<'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document.descendants().filter(move |node| node.has_tag_name(name))
}

fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect()
}

/// Every text of a report, the marks of its items aside.
fn texts(report: &Report) -> Vec<&str> {
    let mut texts: Vec<&str> = vec![&report.title, &report.verdict.sentence, &report.checked];
    texts.extend(report.as_of.as_deref());
    texts.extend(report.preface.iter().chain(&report.verdict.details).map(String::as_str));
    for section in &report.sections {
        texts.push(&section.title);
        for block in &section.blocks {
            match block {
                Block::Text(text) => texts.push(text),
                Block::List(items) => {
                    texts.extend(items.iter().flat_map(|item| [&*item.text, &*item.source]))
                }
                Block::Table(table) => {
                    let cells = table.headings.iter().chain(table.rows.iter().flatten());
                    texts.extend(cells.flat_map(|cell| &cell.lines).map(|line| line.text.as_str()));
                }
            }
        }
    }
    texts
}

#[test]
fn every_text_is_there_as_it_was_written() {
    each(|report, page| {
        let all = text(page.root_element());
        for wanted in texts(report) {
            assert!(all.contains(wanted), "{wanted:?} is missing");
        }
    });
    let hostile = html::report(&support::report(HOSTILE), Level::H1).into_string();
    let all = text(Document::parse(&hostile).unwrap().root_element());
    for name in [SCRIPT, QUOTES, RIGHT_TO_LEFT] {
        assert!(all.contains(name), "{name:?} is missing");
    }
}

#[test]
fn nothing_an_author_writes_becomes_markup() {
    let elements = [
        "article", "section", "h2", "h3", "p", "span", "strong", "small", "ol", "ul", "li", "div", "table",
        "thead", "tbody", "tr", "th", "td",
    ];
    let attributes = ["class", "dir", "scope", "data-of", "start", "type", "aria-hidden"];
    each(|_, page| {
        for node in page.descendants().filter(Node::is_element) {
            assert!(elements.contains(&node.tag_name().name()), "{:?}", node.tag_name());
            for attribute in node.attributes() {
                assert!(attributes.contains(&attribute.name()), "{attribute:?}");
            }
        }
    });
}

#[test]
fn every_text_finds_its_own_direction() {
    each(|report, page| {
        let wanted = texts(report);
        for part in page.descendants().filter(Node::is_text) {
            let said = part.text().unwrap_or_default();
            let directed = part.ancestors().any(|node| node.attribute("dir").is_some());
            let composed = said == report.checked;
            assert!(
                directed || composed || !wanted.contains(&said),
                "{said:?} stands in no element with dir"
            );
        }
        let marks = named(page, "strong").filter(|node| node.attribute("class") == Some("mark"));
        assert!(marks.into_iter().all(|mark| mark.attribute("dir") == Some("auto")));
    });
    let direction = |text: &str| {
        let paragraph = html::blocks(&[Block::Text(text.to_owned())]).into_string();
        let paragraph = Document::parse(&paragraph).unwrap();
        paragraph.root_element().attribute("dir").map(str::to_owned)
    };
    let by_itself = ["Ёжик в тумане", "交渉の席", RIGHT_TO_LEFT, "הצעת המתווך: OK", "12", ""];
    assert!(by_itself.iter().all(|text| direction(text).as_deref() == Some("auto")));
    let sentence = format!("{RIGHT_TO_LEFT} walks away below 10");
    assert_eq!(direction(&sentence).as_deref(), Some("ltr"));
}

#[test]
fn headings_have_the_rank_asked_for() {
    let report = support::report(TALKS);
    for (level, title, part) in [(Level::H1, "h1", "h2"), (Level::H3, "h3", "h4"), (Level::H6, "h6", "h6")] {
        let page = html::report(&report, level).into_string();
        let page = Document::parse(&page).unwrap();
        let is_heading = |node: &Node<'_, '_>| {
            let name = node.tag_name().name();
            name.len() == 2 && name.starts_with('h')
        };
        let found: Vec<(String, String)> = page
            .descendants()
            .filter(is_heading)
            .map(|node| (node.tag_name().name().to_owned(), text(node)))
            .collect();
        let mut wanted = vec![(title.to_owned(), report.title.clone())];
        wanted.extend(report.sections.iter().map(|section| (part.to_owned(), section.title.clone())));
        assert_eq!(found, wanted);
    }
}

#[test]
fn a_section_alone_is_the_section_in_the_whole() {
    for report in reports() {
        let whole = html::report(&report, Level::H2).into_string();
        for section in &report.sections {
            let alone = html::section(&report, section.subject, Level::H3).unwrap().into_string();
            assert!(whole.contains(&alone));
            assert!(alone.contains(&html::blocks(&section.blocks).into_string()));
        }
        assert!(whole.contains(&html::verdict(&report.verdict).into_string()));
    }
    assert!(html::section(&support::report(TALKS), SectionSubject::FairPackages, Level::H2).is_none());
}

#[test]
fn tables_say_what_each_cell_is_of() {
    let mut tables = 0;
    each(|report, page| {
        let typed = report.sections.iter().flat_map(|section| &section.blocks);
        let typed: Vec<_> = typed
            .filter_map(|block| match block {
                Block::Table(table) => Some(table),
                Block::Text(_) | Block::List(_) => None,
            })
            .collect();
        let laid_out: Vec<_> = named(page, "table").collect();
        assert_eq!(laid_out.len(), typed.len());
        tables += typed.len();
        for (table, typed) in laid_out.into_iter().zip(typed) {
            let columns: Vec<String> = typed.headings.iter().map(one_line).collect();
            let of_scope = |scope: &'static str| {
                table.descendants().filter(move |node| node.attribute("scope") == Some(scope))
            };
            let heads: Vec<String> = of_scope("col").map(text).collect();
            assert_eq!(heads, columns.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>());
            assert_eq!(of_scope("row").count(), typed.rows.len());
            let body = table.children().find(|node| node.has_tag_name("tbody")).unwrap();
            for (row, cells) in body.children().zip(&typed.rows) {
                assert_eq!(row.children().count(), cells.len());
                for ((cell, typed), column) in row.children().zip(cells).zip(&columns) {
                    assert_eq!(cell.attribute("class") == Some("num"), typed.figures);
                    if cell.has_tag_name("td") && !column.is_empty() {
                        assert_eq!(cell.attribute("data-of"), Some(column.as_str()));
                    }
                }
            }
        }
    });
    assert!(tables > 5, "the examples have tables");
}

fn one_line(cell: &Cell) -> String {
    cell.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(", ")
}

/// A list with these marks.
fn marked(marks: &[&str]) -> String {
    let item = |mark: &&str| Item {
        mark: (*mark).to_owned(),
        text: "text".to_owned(),
        source: String::new(),
        inferred: false,
    };
    html::blocks(&[Block::List(marks.iter().map(item).collect())]).into_string()
}

#[test]
fn lists_count_as_other_sentences_refer_to_them() {
    for (marks, kind, start) in [
        (["1", "2", "3"], None, None),
        (["4", "5", "6"], None, Some("4")),
        (["a", "b", "c"], Some("a"), None),
    ] {
        let list = marked(&marks);
        let list = Document::parse(&list).unwrap();
        let list = list.root_element();
        assert!(list.has_tag_name("ol"), "{marks:?}");
        assert_eq!((list.attribute("type"), list.attribute("start")), (kind, start));
        assert_eq!(text(list), "text".repeat(3), "the browser counts");
    }
}

#[test]
fn what_does_not_count_up_keeps_its_marks() {
    for marks in [["y", "z", "{"], ["1", "3", "4"], ["01", "02", "03"], ["Nash", "Leximin", "1"]] {
        let list = marked(&marks);
        let list = Document::parse(&list).unwrap();
        let list = list.root_element();
        assert!(list.has_tag_name("ul"), "{marks:?}");
        let shown: Vec<String> =
            list.descendants().filter(|node| node.has_tag_name("strong")).map(text).collect();
        assert_eq!(shown, marks);
    }
    assert!(!text(Document::parse(&marked(&["–", "–"])).unwrap().root_element()).contains('–'));
}

#[test]
fn a_reading_is_told_from_a_statement() {
    let report = support::report(TALKS);
    let inferred =
        report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::List(items) => Some(items.iter().filter(|item| item.inferred).count()),
            Block::Text(_) | Block::Table(_) => None,
        });
    let page = html::report(&report, Level::H2).into_string();
    let page = Document::parse(&page).unwrap();
    let kinds = named(&page, "span").filter(|node| node.attribute("class") == Some("kind")).count();
    assert_eq!(kinds, inferred.sum::<usize>());
    assert!(kinds > 0);
}
