//! Cases to begin from: usual disputes, invented. They fill the steps of a new case, and nothing is recorded before it is sent.

use crate::view::View;
use crate::words;
use maud::{Markup, html};
use mediant_words::say;

/// A usual dispute.
pub struct Template {
    /// What it is called in addresses.
    pub id: &'static str,
    /// What it is about, as the title of a case.
    pub title: &'static str,
    /// What the sides are called.
    pub sides: &'static [&'static str],
    /// What is to be settled.
    pub issues: &'static [Matter],
}

/// Something to settle: its name and the ways to settle it.
pub type Matter = (&'static str, Ways);

/// The ways to settle a matter.
pub enum Ways {
    /// One of these.
    Options(&'static [&'static str]),
    /// A number: from, to, in steps of, unit.
    Numbers([&'static str; 4]),
}

use Ways::{Numbers, Options};

/// All of them.
pub const TEMPLATES: [Template; 5] = [
    Template {
        id: "pay",
        title: "Pay and hours",
        sides: &["Employer", "Employees"],
        issues: &[
            ("Rise in pay", Numbers(["0", "6", "0.5", "%"])),
            ("Hours a week", Numbers(["35", "40", "0.5", "hours"])),
            ("Term", Options(&["one year", "two years", "three years"])),
            ("Overtime", Options(&["paid", "time off", "as each chooses"])),
            ("Rosters", Options(&["two weeks ahead", "four weeks ahead"])),
        ],
    },
    Template {
        id: "neighbours",
        title: "Neighbours and noise",
        sides: &["Upstairs", "Downstairs"],
        issues: &[
            ("Quiet at night from", Options(&["9 p.m.", "10 p.m.", "11 p.m."])),
            ("Music by day", Options(&["two hours", "four hours", "no limit"])),
            ("Floor", Options(&["carpets", "insulation", "as it is"])),
            ("Who pays", Options(&["upstairs", "half each", "the owner of the house"])),
        ],
    },
    Template {
        id: "parting",
        title: "Partners who part",
        sides: &["First partner", "Second partner"],
        issues: &[
            (
                "The firm",
                Options(&["the first partner keeps it", "the second partner keeps it", "it is sold"]),
            ),
            ("Payment", Numbers(["0", "100000", "5000", "EUR"])),
            ("Customers", Options(&["stay with the firm", "choose", "are shared out"])),
            ("Not to compete for", Options(&["nothing agreed", "one year", "two years"])),
        ],
    },
    Template {
        id: "water",
        title: "Water and land",
        sides: &["Upstream", "Downstream"],
        issues: &[
            ("Share upstream", Numbers(["20", "60", "5", "%"])),
            ("Turns", Options(&["by the day", "by the hour", "by need"])),
            ("The weir", Options(&["repaired", "replaced", "taken out"])),
            ("Meters", Options(&["for everybody", "for large users", "none"])),
            ("Who watches over it", Options(&["a warden", "both sides in turn", "the municipality"])),
        ],
    },
    Template {
        id: "ceasefire",
        title: "Terms of a ceasefire",
        sides: &["First side", "Second side"],
        issues: &[
            ("How long", Numbers(["7", "90", "1", "days"])),
            ("Line", Options(&["where they stand", "pulled back on both sides", "with a zone between"])),
            ("Who watches", Options(&["nobody", "both sides together", "observers of a third country"])),
            ("Prisoners", Options(&["all for all", "the wounded first", "later"])),
            ("Roads for aid", Options(&["one", "two", "all"])),
        ],
    },
];

/// The one that the address asks for.
pub(super) fn asked(view: &View<'_>) -> Option<&'static Template> {
    let query = view.query();
    let (_, id) = query.iter().find(|(name, _)| name == "template")?;
    TEMPLATES.iter().find(|template| template.id == id)
}

/// That what stands in the form is invented.
pub(super) fn notice(view: &View<'_>, template: Option<&Template>) -> Markup {
    html! {
        @if let Some(template) = template {
            p.quiet { (say!(view, templates.begun_from_the_template_what_stands, title = template.title)) }
        }
    }
}

/// The list of them.
pub(super) fn choices(view: &View<'_>) -> Markup {
    let links = TEMPLATES.iter().map(|template| {
        html! { a href=(format!("/?template={}", template.id)) { (template.title) } }
    });
    html! { p { (say!(view, templates.begin_from, templates = words::strung(view, links))) } }
}
