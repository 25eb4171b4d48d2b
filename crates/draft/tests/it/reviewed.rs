//! Drafts of what somebody accepted in a review.

use crate::support::{Given, HARBOUR, case, given};
use mediant_draft::{Drafted, Read, draft};
use mediant_reader::report::{Options, Report};
use mediant_reader::review::{Author, By, Proposal, Review, Sitting, Slot};
use mediant_reader::suggest::Reading;
use proptest::prelude::*;

fn ann() -> By {
    By { who: Some("Ann Lee".to_owned()), when: Some("2031-05-15T09:00:00Z".to_owned()) }
}

/// A case of a report, of which a review accepts what it accepts.
fn drafted(report: &Given, reading: &Reading<'_>, review: &Review) -> Result<Drafted, String> {
    let accepted = review.accepted(reading);
    let read = [Read { file: &report.file, sha256: &report.sha256, reading, accepted: Some(&accepted) }];
    draft(None, &read).map_err(|problems| format!("{problems:?}"))
}

fn sitting(report: &Given, reading: &Reading<'_>) -> Sitting {
    let mut all = Proposal::all(reading, &reading.suggestions, &Author::Reader);
    let model = Author::Model("stub-1".to_owned());
    all.extend(Proposal::all(reading, &reading.suggestions, &model));
    Sitting::open(Review::new(&report.file, &report.sha256), all)
}

fn of(report: &Given) -> Reading<'_> {
    Reading::new(Report::read(&report.text, &Options::default()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, ..ProptestConfig::default() })]

    #[test]
    fn what_was_accepted_is_entered_and_nothing_else(verdicts in prop::collection::vec(0..4usize, 40)) {
        let report = given(1, HARBOUR);
        let reading = of(&report);
        let mut sitting = sitting(&report, &reading);
        let mut accepted = Vec::new();
        for place in 0..sitting.proposals().len() {
            let fields = sitting.proposals()[place].fields.clone();
            match verdicts[place % verdicts.len()] {
                0 => sitting.accept(place, &ann()).unwrap(),
                1 => {
                    let slot = if fields.slots().contains(&Slot::Party) { Slot::Party } else { Slot::On };
                    let value = if slot == Slot::Party { "The islanders" } else { "2031-05-01" };
                    sitting.edit(place, fields.with(slot, value).unwrap(), &ann()).unwrap();
                }
                2 => sitting.reject(place, &ann()).unwrap(),
                _ => sitting.skip(place, &ann()).unwrap(),
            }
            if verdicts[place % verdicts.len()] < 2 {
                accepted.push(sitting.proposals()[place].key.words.clone());
            }
        }
        let told = match drafted(&report, &reading, sitting.review()) {
            Ok(told) => told,
            // Where nothing was accepted there may be no case.
            Err(_) => { prop_assert!(accepted.is_empty()); return Ok(()); }
        };
        // A status that is settled between two sides is an entry of each.
        prop_assert!(told.entered + told.noted + told.unplaced >= accepted.len(), "{}", told.text);
        let case = case(&told.text);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for cited in case.provenances().flat_map(|said| said.sources()) {
            let cited = cited.words.as_deref().unwrap();
            prop_assert!(accepted.iter().any(|accepted| words(accepted).starts_with(cited)), "{cited}");
        }
        for line in told.text.lines().filter(|line| line.contains("not reviewed") && line.contains("report-1.txt")) {
            prop_assert!(line.contains("names people of it"), "{line}");
        }
    }
}

#[test]
fn an_entry_says_who_accepted_it_and_which_model_suggested_it() {
    let report = given(1, HARBOUR);
    let reading = of(&report);
    let mut sitting = sitting(&report, &reading);
    let at = |author: &Author| {
        let is = |proposal: &Proposal| {
            proposal.key.kind == "statement" && proposal.key.author == *author && proposal.shown
        };
        sitting.proposals().iter().position(is).unwrap()
    };
    let (mine, models) = (at(&Author::Reader), at(&Author::Model("stub-1".to_owned())));
    let interest = sitting.proposals()[mine].fields.with(Slot::Event, "interest").unwrap();
    let demand = sitting.proposals()[models].fields.with(Slot::Event, "demands").unwrap();
    sitting.edit(mine, interest, &ann()).unwrap();
    sitting.edit(models, demand.with(Slot::About, "The old pier").unwrap(), &ann()).unwrap();
    let text = drafted(&report, &reading, sitting.review()).unwrap().text;
    let case = case(&text);
    assert_eq!((case.interests.len(), case.positions.len()), (1, 1), "{text}");
    assert_eq!(case.issues.len(), 1, "{text}");
    assert_eq!(case.issues[0].id.as_str(), "the_old_pier");
    let marks: Vec<&str> =
        text.lines().filter(|line| line.starts_with("# accepted by Ann Lee on 2031-05-15, edited")).collect();
    assert!(
        marks.iter().any(|mark| mark.contains("stub-1")) && marks.iter().any(|mark| !mark.contains("stub-1")),
        "{text}"
    );
}
