//! Cases to begin from: usual disputes, invented. They fill the steps of a new case, and nothing is recorded before it is sent.

use crate::view::View;
use crate::words;
use Ways::{Numbers, Options};
use maud::{Markup, html};
use mediant_words::{Language, Speaks, say};
use std::borrow::Cow;

/// A usual dispute.
pub struct Template {
    /// What it is called in addresses.
    pub id: &'static str,
    /// What it is about, as the title of a case.
    pub title: Cow<'static, str>,
    /// What the sides are called.
    pub sides: Vec<Cow<'static, str>>,
    /// What is to be settled.
    pub issues: Vec<Matter>,
}

/// Something to settle: its name and the ways to settle it.
pub type Matter = (Cow<'static, str>, Ways);

/// The ways to settle a matter.
pub enum Ways {
    /// One of these.
    Options(Vec<Cow<'static, str>>),
    /// A number: from, to, in steps of; and its unit.
    Numbers([&'static str; 3], Cow<'static, str>),
}

/// All of them.
fn all(language: impl Speaks) -> [Template; 5] {
    let language = language.language();
    [pay(language), neighbours(language), parting(language), water(language), ceasefire(language)]
}

fn pay(language: Language) -> Template {
    Template {
        id: "pay",
        title: say!(language, templates.pay_pay_and_hours),
        sides: vec![say!(language, templates.pay_employer), say!(language, templates.pay_employees)],
        issues: vec![
            (say!(language, templates.pay_rise_in_pay), Numbers(["0", "6", "0.5"], Cow::Borrowed("%"))),
            (
                say!(language, templates.pay_hours_a_week),
                Numbers(["35", "40", "0.5"], say!(language, templates.pay_hours)),
            ),
            (
                say!(language, templates.pay_term),
                Options(vec![
                    say!(language, templates.pay_one_year),
                    say!(language, templates.pay_two_years),
                    say!(language, templates.pay_three_years),
                ]),
            ),
            (
                say!(language, templates.pay_overtime),
                Options(vec![
                    say!(language, templates.pay_paid),
                    say!(language, templates.pay_time_off),
                    say!(language, templates.pay_as_each_chooses),
                ]),
            ),
            (
                say!(language, templates.pay_rosters),
                Options(vec![
                    say!(language, templates.pay_two_weeks_ahead),
                    say!(language, templates.pay_four_weeks_ahead),
                ]),
            ),
        ],
    }
}

fn neighbours(language: Language) -> Template {
    Template {
        id: "neighbours",
        title: say!(language, templates.neighbours_neighbours_and_noise),
        sides: vec![
            say!(language, templates.neighbours_upstairs),
            say!(language, templates.neighbours_downstairs),
        ],
        issues: vec![
            (
                say!(language, templates.neighbours_quiet_at_night_from),
                Options(vec![
                    say!(language, templates.neighbours_9_p_m),
                    say!(language, templates.neighbours_10_p_m),
                    say!(language, templates.neighbours_11_p_m),
                ]),
            ),
            (
                say!(language, templates.neighbours_music_by_day),
                Options(vec![
                    say!(language, templates.neighbours_two_hours),
                    say!(language, templates.neighbours_four_hours),
                    say!(language, templates.neighbours_no_limit),
                ]),
            ),
            (
                say!(language, templates.neighbours_floor),
                Options(vec![
                    say!(language, templates.neighbours_carpets),
                    say!(language, templates.neighbours_insulation),
                    say!(language, templates.neighbours_as_it_is),
                ]),
            ),
            (
                say!(language, templates.neighbours_who_pays),
                Options(vec![
                    say!(language, templates.neighbours_upstairs_way),
                    say!(language, templates.neighbours_half_each),
                    say!(language, templates.neighbours_the_owner_of_the_house),
                ]),
            ),
        ],
    }
}

fn parting(language: Language) -> Template {
    Template {
        id: "parting",
        title: say!(language, templates.parting_partners_who_part),
        sides: vec![
            say!(language, templates.parting_first_partner),
            say!(language, templates.parting_second_partner),
        ],
        issues: vec![
            (
                say!(language, templates.parting_the_firm),
                Options(vec![
                    say!(language, templates.parting_the_first_partner_keeps_it),
                    say!(language, templates.parting_the_second_partner_keeps_it),
                    say!(language, templates.parting_it_is_sold),
                ]),
            ),
            (
                say!(language, templates.parting_payment),
                Numbers(["0", "100000", "5000"], Cow::Borrowed("EUR")),
            ),
            (
                say!(language, templates.parting_customers),
                Options(vec![
                    say!(language, templates.parting_stay_with_the_firm),
                    say!(language, templates.parting_choose),
                    say!(language, templates.parting_are_shared_out),
                ]),
            ),
            (
                say!(language, templates.parting_not_to_compete_for),
                Options(vec![
                    say!(language, templates.parting_nothing_agreed),
                    say!(language, templates.parting_one_year),
                    say!(language, templates.parting_two_years),
                ]),
            ),
        ],
    }
}

fn water(language: Language) -> Template {
    Template {
        id: "water",
        title: say!(language, templates.water_water_and_land),
        sides: vec![say!(language, templates.water_upstream), say!(language, templates.water_downstream)],
        issues: vec![
            (say!(language, templates.water_share_upstream), Numbers(["20", "60", "5"], Cow::Borrowed("%"))),
            (
                say!(language, templates.water_turns),
                Options(vec![
                    say!(language, templates.water_by_the_day),
                    say!(language, templates.water_by_the_hour),
                    say!(language, templates.water_by_need),
                ]),
            ),
            (
                say!(language, templates.water_the_weir),
                Options(vec![
                    say!(language, templates.water_repaired),
                    say!(language, templates.water_replaced),
                    say!(language, templates.water_taken_out),
                ]),
            ),
            (
                say!(language, templates.water_meters),
                Options(vec![
                    say!(language, templates.water_for_everybody),
                    say!(language, templates.water_for_large_users),
                    say!(language, templates.water_none),
                ]),
            ),
            (
                say!(language, templates.water_who_watches_over_it),
                Options(vec![
                    say!(language, templates.water_a_warden),
                    say!(language, templates.water_both_sides_in_turn),
                    say!(language, templates.water_the_municipality),
                ]),
            ),
        ],
    }
}

fn ceasefire(language: Language) -> Template {
    Template {
        id: "ceasefire",
        title: say!(language, templates.ceasefire_terms_of_a_ceasefire),
        sides: vec![
            say!(language, templates.ceasefire_first_side),
            say!(language, templates.ceasefire_second_side),
        ],
        issues: vec![
            (
                say!(language, templates.ceasefire_how_long),
                Numbers(["7", "90", "1"], say!(language, templates.ceasefire_days)),
            ),
            (
                say!(language, templates.ceasefire_line),
                Options(vec![
                    say!(language, templates.ceasefire_where_they_stand),
                    say!(language, templates.ceasefire_pulled_back_on_both_sides),
                    say!(language, templates.ceasefire_with_a_zone_between),
                ]),
            ),
            (
                say!(language, templates.ceasefire_who_watches),
                Options(vec![
                    say!(language, templates.ceasefire_nobody),
                    say!(language, templates.ceasefire_both_sides_together),
                    say!(language, templates.ceasefire_observers_of_a_third_country),
                ]),
            ),
            (
                say!(language, templates.ceasefire_prisoners),
                Options(vec![
                    say!(language, templates.ceasefire_all_for_all),
                    say!(language, templates.ceasefire_the_wounded_first),
                    say!(language, templates.ceasefire_later),
                ]),
            ),
            (
                say!(language, templates.ceasefire_roads_for_aid),
                Options(vec![
                    say!(language, templates.ceasefire_one),
                    say!(language, templates.ceasefire_two),
                    say!(language, templates.ceasefire_all),
                ]),
            ),
        ],
    }
}

/// The one that the address asks for.
pub(super) fn asked(view: &View<'_>) -> Option<Template> {
    let query = view.query();
    let (_, id) = query.iter().find(|(name, _)| name == "template")?;
    all(view).into_iter().find(|template| template.id == id)
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
    let links = all(view).map(|template| {
        html! { a href=(format!("/?template={}", template.id)) { (template.title) } }
    });
    html! { p { (say!(view, templates.begin_from, templates = words::strung(view, links))) } }
}
