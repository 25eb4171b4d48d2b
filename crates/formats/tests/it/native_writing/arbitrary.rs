//! Any case and any brief that a Mediant file can say, sensible or not.

use mediant_model::brief::{
    IssuePoints, IssueValues, Points, Ranking, ReservationDefault, StatedInteraction,
};
use mediant_model::issue::{IssueOption, Range};
use mediant_model::party::{Faction, Mandate, MandateEnd, PersonRole};
use mediant_model::statement::*;
use mediant_model::*;
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Names that need quotes, look like numbers, or carry what separates other names.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z][a-z_]{0,6}".prop_filter("a word of the condition language", |word| {
            !validate::RESERVED_WORDS.contains(&word.as_str())
        }),
        1 => "[0-9]{1,3}(\\.[0-9]{1,2})?",
        1 => "[A-Za-z ]{1,3} [:äß.\"'#\\[]{0,2}x",
        1 => Just("left open".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[A-Za-z ,.äöü]{0,30}", 1 => any::<String>(), 1 => "[\"'\n\r\t\\\\]{0,5}", 1 => ".{90,120}"]
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        3 => (-1_000i64..1_000).prop_map(Number::from),
        3 => (-100_000i64..100_000, prop::sample::select(vec![10i64, 100, 8])).prop_map(ratio),
        1 => (-50i64..50, 1i64..40).prop_map(ratio),
        1 => (any::<i64>(), 1i64..i64::MAX).prop_map(ratio),
        1 => "-?[0-9]{15,40}(\\.[0-9]{1,30})?".prop_map(|digits| digits.parse().unwrap()),
    ]
}

fn ratio((above, below): (i64, i64)) -> Number {
    Number::ratio(above, below).unwrap()
}

fn date() -> impl Strategy<Value = Date> {
    (0i16..9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn id<T: for<'a> From<&'a str> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    name().prop_map(|name| T::from(&name))
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        (id(), vec(id(), 0..3)).prop_map(|(issue, options)| Condition::Options(issue, options)),
        (id(), of(number()), of(number())).prop_map(|(issue, min, max)| Condition::Between(issue, min, max)),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Condition::All),
            vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

fn citation() -> impl Strategy<Value = Citation> {
    (id(), of(text()), of(text())).prop_map(|(source, place, words)| Citation { source, place, words })
}

fn publicity() -> impl Strategy<Value = Publicity> {
    prop_oneof![
        Just(Publicity::Public),
        Just(Publicity::Table),
        Just(Publicity::Mediator),
        id().prop_map(Publicity::Caucus),
        Just(Publicity::Caucus(PartyId::new("public"))),
    ]
}

fn provenance() -> impl Strategy<Value = Provenance> {
    let speaker = prop_oneof![
        id().prop_map(Speaker::Person),
        name().prop_map(Speaker::Described),
        Just(Speaker::Described("an unnamed official".into())),
    ];
    let also = vec(citation(), 0..3);
    (of(speaker), of(date()), of(date()), of(citation()), also, publicity(), of(text())).prop_map(
        |(by, on, until, source, also, publicity, text)| Provenance {
            by,
            on,
            until,
            source,
            also,
            publicity,
            text,
        },
    )
}

fn standing() -> impl Strategy<Value = Standing> {
    prop::sample::select(vec![Standing::Public, Standing::Told, Standing::Inferred])
}

fn red_line(party: impl Strategy<Value = PartyId>) -> impl Strategy<Value = RedLine> {
    (party, condition(), standing(), provenance()).prop_map(|(party, never, standing, provenance)| RedLine {
        party,
        never,
        standing,
        provenance,
    })
}

fn precondition(party: impl Strategy<Value = PartyId>) -> impl Strategy<Value = Precondition> {
    // One that demands nothing is refused on reading.
    let demand = (vec(id(), 0..3), of(condition()))
        .prop_filter("demands something", |(settled, require)| !settled.is_empty() || require.is_some());
    (party, demand, standing(), provenance()).prop_map(|(party, (settled, require), standing, provenance)| {
        Precondition { party, settled, require, standing, provenance }
    })
}

fn linkage(party: impl Strategy<Value = Option<PartyId>>) -> impl Strategy<Value = Linkage> {
    (party, condition(), condition(), provenance()).prop_map(|(party, when, then, provenance)| Linkage {
        party,
        when,
        then,
        provenance,
    })
}

fn interest(party: impl Strategy<Value = PartyId>) -> impl Strategy<Value = Interest> {
    (party, provenance()).prop_map(|(party, provenance)| Interest { party, provenance })
}

fn alternative(party: impl Strategy<Value = PartyId>) -> impl Strategy<Value = Alternative> {
    let trend =
        prop::sample::select(vec![None, Some(Trend::Improving), Some(Trend::Worsening), Some(Trend::Steady)]);
    (party, trend, provenance()).prop_map(|(party, trend, provenance)| Alternative {
        party,
        trend,
        provenance,
    })
}

fn stance() -> impl Strategy<Value = Stance> {
    use Stance::*;
    prop::sample::select(vec![Accepts, AcceptsInPart, AcceptsAdReferendum, NearlyAgreed, Open, Rejects])
}

fn session() -> impl Strategy<Value = Session> {
    use SessionStatus::*;
    let status = prop::sample::select(vec![Planned, Held, Moved, Cancelled]);
    (vec(id(), 0..3), vec(id(), 0..3), status, of(date()), of(text()), provenance()).prop_map(
        |(parties, people, status, on, place, provenance)| Session {
            parties,
            people,
            status,
            on,
            place,
            provenance,
        },
    )
}

fn mandate() -> impl Strategy<Value = Mandate> {
    let ended = (date(), of(text())).prop_map(|(on, reason)| MandateEnd { on, reason });
    (of(vec(id(), 0..3)), of(date()), of(date()), of(ended), of(citation()))
        .prop_map(|(issues, from, until, ended, source)| Mandate { issues, from, until, ended, source })
}

fn person() -> impl Strategy<Value = Person> {
    use PersonRole::*;
    let role = prop::sample::select(vec![Principal, Delegate, Adviser, Envoy, Voice]);
    (id(), text(), of(text()), role, any::<bool>(), of(name()), vec(mandate(), 0..3)).prop_map(
        |(id, name, office, role, leads, faction, mandates)| Person {
            id,
            name,
            office,
            role,
            leads,
            faction,
            mandates,
        },
    )
}

fn party() -> impl Strategy<Value = Party> {
    let role = prop::sample::select(vec![PartyRole::Negotiating, PartyRole::Third]);
    let faction = (name(), text(), any::<bool>()).prop_map(|(id, name, veto)| Faction { id, name, veto });
    (id(), text(), role, vec(person(), 0..3), vec(faction, 0..3)).prop_map(
        |(id, name, role, people, factions)| Party {
            id,
            name,
            role,
            people: unique(people, |x| x.id.clone()),
            factions: unique(factions, |x| x.id.clone()),
        },
    )
}

fn issue() -> impl Strategy<Value = Issue> {
    let option = (id(), text()).prop_map(|(id, name)| IssueOption { id, name });
    let plain = id().prop_map(|id: OptionId| IssueOption { name: id.to_string(), id });
    let range = (number(), number(), number(), of(text()))
        .prop_map(|(min, max, step, unit)| IssueKind::Range(Range { min, max, step, unit }));
    let kind = prop_oneof![
        vec(option, 0..6).prop_map(|options| IssueKind::Discrete(unique(options, |x| x.id.clone()))),
        vec(plain, 0..30).prop_map(|options| IssueKind::Discrete(unique(options, |x| x.id.clone()))),
        range,
        Just(IssueKind::Withheld),
    ];
    (id(), text(), kind).prop_map(|(id, name, kind)| Issue { id, name, kind })
}

fn unique<T, K: Ord>(list: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = BTreeSet::new();
    list.into_iter().filter(|x| seen.insert(key(x))).collect()
}

fn agreement() -> impl Strategy<Value = AgreementRule> {
    let quorum = prop_oneof![Just(Quorum::Unanimity), (0usize..9).prop_map(Quorum::AtLeast)];
    (quorum, vec(id(), 0..3), any::<bool>(), any::<bool>()).prop_map(
        |(quorum, veto, nothing_until_everything, partial)| AgreementRule {
            quorum,
            veto,
            nothing_until_everything,
            partial,
        },
    )
}

pub fn case() -> impl Strategy<Value = Case> {
    let source = (id(), text(), of(date()), of(text()), of(text()))
        .prop_map(|(id, title, date, url, sha256)| Source { id, title, date, url, sha256 });
    let head = (of(text()), text(), of(date()), agreement(), vec(source, 0..3));
    let body = (vec(party(), 0..4), vec(issue(), 0..4));
    let position = (id(), id(), of(condition()), provenance())
        .prop_map(|(party, issue, wants, provenance)| Position { party, issue, wants, provenance });
    let answer = (id(), id(), stance(), provenance()).prop_map(|(party, issue, stance, provenance)| Answer {
        party,
        issue,
        stance,
        provenance,
    });
    let remark = (id(), of(id()), provenance()).prop_map(|(party, issue, provenance)| Remark {
        party,
        issue,
        provenance,
    });
    let confidence = (vec(id(), 0..3), vec(id(), 0..3), provenance())
        .prop_map(|(parties, issues, provenance)| Confidence { parties, issues, provenance });
    let deadline = (date(), of(id()), vec(id(), 0..3), provenance())
        .prop_map(|(on, party, issues, provenance)| Deadline { on, party, issues, provenance });
    let binding = (vec(red_line(id()), 0..3), vec(precondition(id()), 0..3), vec(linkage(of(id())), 0..3));
    let said = (
        vec(position, 0..3),
        vec(interest(id()), 0..2),
        vec(alternative(id()), 0..2),
        vec(answer, 0..2),
        vec(remark, 0..2),
        vec(session(), 0..2),
        vec(confidence, 0..2),
        vec(deadline, 0..2),
    );
    (head, body, binding, said).prop_map(|(head, body, binding, said)| {
        let (id, title, as_of, agreement, sources) = head;
        Case {
            id,
            title,
            as_of,
            agreement,
            sources: unique(sources, |x| x.id.clone()),
            parties: unique(body.0, |x| x.id.clone()),
            issues: unique(body.1, |x| x.id.clone()),
            red_lines: binding.0,
            preconditions: binding.1,
            linkages: binding.2,
            positions: said.0,
            interests: said.1,
            alternatives: said.2,
            answers: said.3,
            remarks: said.4,
            sessions: said.5,
            confidences: said.6,
            deadlines: said.7,
        }
    })
}

fn points() -> impl Strategy<Value = Points> {
    let values = prop_oneof![
        btree_map(id(), number(), 0..8).prop_map(IssueValues::Options),
        vec((number(), number()), 0..8).prop_map(IssueValues::Curve),
    ];
    let of_issue = (number(), values, of(number())).prop_map(|(weight, values, left_open)| IssuePoints {
        weight,
        values,
        left_open,
    });
    let interaction = (condition(), number(), of(text()))
        .prop_map(|(when, points, text)| StatedInteraction { when, points, text });
    (btree_map(id(), of_issue, 0..4), vec(interaction, 0..3), of(number()), of(number()))
        .prop_map(|(issues, interactions, constant, cap)| Points { issues, interactions, constant, cap })
}

fn ranking() -> impl Strategy<Value = Ranking> {
    (btree_map(id(), vec(vec(id(), 0..3), 0..4), 0..3), vec(vec(id(), 0..3), 0..3))
        .prop_map(|(options, importance)| Ranking { options, importance })
}

pub fn brief() -> impl Strategy<Value = Brief> {
    let reservation = (of(date()), number(), number(), of(text()))
        .prop_map(|(from, low, high, because)| ReservationValue { from, low, high, because });
    let default = prop::sample::select(vec![ReservationDefault::WorstPackage, ReservationDefault::Zero]);
    (id::<PartyId>(), of(text()), of(ranking()), of(points()), vec(reservation, 0..3), default, of(number()))
        .prop_flat_map(|(party, case, ranking, points, reservations, reservation_default, discount)| {
            let own = || prop_oneof![4 => Just(party.clone()), 1 => id()];
            let statements = (
                vec(interest(own()), 0..2),
                vec(red_line(own()), 0..3),
                vec(precondition(own()), 0..2),
                vec(linkage(own().prop_map(Some)), 0..2),
                vec(alternative(own()), 0..2),
            );
            let party = party.clone();
            statements.prop_map(move |(interests, red_lines, preconditions, linkages, alternatives)| Brief {
                case: case.clone(),
                party: party.clone(),
                interests,
                red_lines,
                preconditions,
                linkages,
                alternatives,
                ranking: ranking.clone(),
                points: points.clone(),
                reservations: reservations.clone(),
                reservation_default,
                discount: discount.clone(),
            })
        })
}
