//! Signing by the pages: a form leads to the act, and takes the envelope.

use super::*;
use scraper::{Html, Selector};

/// Sends a form as a browser does.
async fn sends(who: &Member<'_>, kind: &str, fields: &[(&str, &str)]) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("token", &who.form_token).append_pair("return", "/packages").extend_pairs(fields);
    let headers = [("cookie", who.cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    who.line.ask("POST", &format!("/do/{kind}"), &headers, &body.finish()).await
}

/// The act that a page shows.
fn shown(answer: &Answer) -> Act {
    let page = Html::parse_document(&answer.text());
    let act = Selector::parse("pre[data-act]").unwrap();
    let act = page.select(&act).next().unwrap_or_else(|| panic!("no act in {}", answer.text()));
    Act::parse(&act.text().collect::<String>()).unwrap()
}

#[tokio::test]
async fn a_form_leads_to_the_act_and_takes_the_envelope() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let accept = [
        ("in:fixed", "table"),
        ("package:fixed", &talks.package),
        ("party:fixed", "A"),
        ("verdict:fixed", "accept"),
    ];
    let answer = sends(&talks.anna, "answer_package", &accept).await;
    assert_eq!(answer.status, 409);
    let act = shown(&answer);
    // The page leads to the same act as a file: whoever keeps it signs that.
    let page = Html::parse_document(&answer.text());
    let link = Selector::parse("a[download]").unwrap();
    let link = page.select(&link).next().and_then(|link| link.value().attr("href")).unwrap().to_owned();
    assert_eq!(Act::parse(&talks.anna.get(&link).await.text()).unwrap(), act);
    // What is no envelope leads back to the act, and says what is wrong.
    for (wrong, field) in [("not one", "problem"), ("{\"mediant_envelope\": 1}", "problem")] {
        let mut fields = accept.to_vec();
        fields.push(("signed", wrong));
        let answer = sends(&talks.anna, "answer_package", &fields).await;
        assert!([409, 422].contains(&answer.status), "{}", answer.text());
        assert_eq!(shown(&answer), act);
        assert!(answer.text().contains(&format!("data-part=\"{field}\"")));
    }
    let envelope = Envelope::sign(&act, &key(1)).unwrap().to_json().unwrap().replace('\n', "\r\n");
    let mut fields = accept.to_vec();
    fields.push(("signed", &envelope));
    let answer = sends(&talks.anna, "answer_package", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let events = talks.bert.get("/api/v1/timeline?limit=1").await.json();
    assert_eq!(events["events"][0]["event"], "act_signed");
}

#[tokio::test]
async fn both_sides_read_each_others_twelve_words() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    for who in [&talks.anna, &talks.bert, &talks.mediator] {
        let page = who.get("/keys").await;
        assert_eq!(page.status, 200);
        for seed in [1, 2] {
            assert!(page.text().contains(&key(seed).public().words()));
        }
    }
    // A key of one's own is revoked, another's words are confirmed; the mediator does neither.
    let forms = |page: &str, kind: &str| page.matches(&format!("action=\"/do/{kind}\"")).count();
    let page = talks.anna.get("/keys").await.text();
    assert_eq!((forms(&page, "revoke_key"), forms(&page, "confirm_key")), (1, 2));
    let page = talks.mediator.get("/keys").await.text();
    assert_eq!(
        (forms(&page, "revoke_key"), forms(&page, "confirm_key"), forms(&page, "register_key")),
        (0, 0, 0)
    );
    let public = line.get("/keys").await;
    assert!(!public.text().contains(&key(1).public().words()));
}
