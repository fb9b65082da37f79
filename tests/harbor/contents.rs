//! What an account may see, and that the rest is not taken for absent.

use carbon::model::Because;
use carbon::model::observed::harbor::{Harbor, Project, Quota, Robot, Volume};
use serde_json::{Value, json};

use super::recording::{Exchange, credential, exchange};
use super::stand_in::StandIn;
use super::{because, gap, is_undetermined, read_as};

const ADMIN: [&str; 3] = ["01/003", "04/009", "01/013"];

/// What the administrator reads where these exchanges are replayed.
async fn by_admin(exchanges: impl IntoIterator<Item = impl Into<Exchange>>) -> Harbor {
    let stand_in = StandIn::plain().await.replay(ADMIN).replay(exchanges);
    read_as(&stand_in, credential("04/009")).await
}

/// What a robot or a user of the recordings reads: the exchanges are taken for its own.
async fn by_other(login: &str, whoami: &str, exchanges: &[Exchange]) -> Harbor {
    let own = [exchange(login), exchange(whoami).by(login)];
    let stand_in = StandIn::plain().await.replay(["01/003"]).replay(own).replay(exchanges.iter().cloned());
    read_as(&stand_in, credential(login)).await
}

fn project<'a>(harbor: &'a Harbor, name: &str) -> &'a Project {
    harbor.projects.seen().iter().find(|it| it.name == name).unwrap()
}

fn robot<'a>(harbor: &'a Harbor, name: &str) -> &'a Robot {
    harbor.robots.seen().iter().find(|it| it.name == name).unwrap()
}

#[tokio::test]
async fn an_account_is_told_version_mode_and_external_url() {
    let system = by_admin(["01/007"]).await.system.unwrap();
    assert_eq!(system.version, "v2.15.2-080b0220");
    assert_eq!((system.read_only, system.external_url.as_str()), (false, "http://127.0.0.1:18080"));
}

#[tokio::test]
async fn a_field_that_nobody_is_told_is_unknown_and_not_false() {
    let harbor = by_admin([exchange("01/006").by("04/009")]).await;
    assert_eq!(because(&harbor.system), &Because::Forbidden);
}

#[tokio::test]
async fn read_only_mode_is_told_to_accounts_only() {
    let seen = by_other("03/117", "01/029", &[exchange("04/263").by("03/117")]).await;
    assert!(seen.system.unwrap().read_only);
    assert!(!exchange("04/262").res_body.unwrap().contains("read_only"));
}

#[tokio::test]
async fn volumes_without_numbers_are_none_and_refused_ones_are_forbidden() {
    assert_eq!(by_admin(["01/009"]).await.volumes, Ok(vec![]));
    let numbers = exchange("01/009").with(|it| *it = json!({"storage": [{"total": 1000, "free": 10}]}));
    assert_eq!(by_admin([numbers]).await.volumes, Ok(vec![Volume { total: 1000, free: 10 }]));
    assert_eq!(because(&by_admin([exchange("01/010").by("04/009")]).await.volumes), &Because::Forbidden);
}

#[tokio::test]
async fn an_administrator_sees_every_project_with_its_quota() {
    let tiny = exchange("02/081").to("/api/v2.0/quotas?reference=project");
    let some = exchange("02/077").to("/api/v2.0/quotas?reference=project");
    let summary = exchange("02/030").to("/api/v2.0/projects/3/summary");
    let harbor = by_admin([exchange("02/068"), tiny, some, summary]).await;
    assert_eq!(gap(&harbor.projects), None);
    assert_eq!(harbor.projects.seen().len(), 14);
    assert!(project(&harbor, "pub").public && !project(&harbor, "priv").public);
    assert_eq!(project(&harbor, "tiny").quota, Ok(Quota { used: 0, limit: Some(20_000) }));
    assert_eq!(project(&harbor, "zero").quota, Ok(Quota { used: 0, limit: None }));
    // Its quota is not in the list.
    assert_eq!(project(&harbor, "priv").quota, Ok(Quota { used: 856, limit: None }));
}

#[tokio::test]
async fn a_quota_takes_the_right_to_the_project_and_to_its_quota() {
    for refused in ["10/011", "10/015"] {
        let summary = exchange(refused).to("/api/v2.0/projects/3/summary").by("03/117");
        let harbor = by_other("03/117", "01/029", &[exchange("03/158"), exchange("03/157"), summary]).await;
        assert_eq!(because(&project(&harbor, "priv").quota), &Because::Forbidden, "{refused}");
    }
}

#[tokio::test]
async fn who_does_not_see_every_project_gets_a_gap_and_not_a_whole_list() {
    let robot = by_other("03/117", "01/029", &[exchange("03/158"), exchange("03/157")]).await;
    assert_eq!(robot.projects.seen().len(), 3);
    assert_eq!(gap(&robot.projects), Some(Because::Forbidden));
    assert_eq!(gap(&robot.robots), Some(Because::Forbidden));
    let user = by_other("09/016", "01/014", &[exchange("02/070").by("09/016"), exchange("02/079").by("09/016")]).await;
    assert_eq!(user.projects.seen().len(), 5);
    assert_eq!(gap(&user.projects), Some(Because::Forbidden));
}

#[tokio::test]
async fn a_robot_that_may_list_all_quotas_sees_all_projects() {
    let quotas = exchange("02/077").to("/api/v2.0/quotas?reference=project").by("03/117");
    let harbor = by_other("03/117", "01/029", &[exchange("02/068").by("03/117"), quotas]).await;
    assert_eq!((gap(&harbor.projects), harbor.projects.seen().len()), (None, 14));
}

#[tokio::test]
async fn a_list_that_was_answered_as_to_nobody_is_not_taken_for_whole() {
    // The name was locked at that moment; the list of quotas is not for everybody.
    let quotas = exchange("02/081").to("/api/v2.0/quotas?reference=project");
    let harbor = by_admin([exchange("01/027").by("04/009"), quotas]).await;
    assert!(is_undetermined(&gap(&harbor.projects).unwrap()), "{:?}", harbor.projects);
}

#[tokio::test]
async fn lists_are_read_page_by_page_to_their_end() {
    let many = exchange("02/068").with(|body| {
        let item = body[0].clone();
        let copy = |number: i64| {
            let mut copy = item.clone();
            copy["project_id"] = number.into();
            copy["name"] = format!("p{number:03}").into();
            copy
        };
        *body = (0..250).map(copy).collect();
    });
    let stand_in = StandIn::plain().await.replay(ADMIN).replay([many]);
    let harbor = read_as(&stand_in, credential("04/009")).await;
    assert_eq!((harbor.projects.seen().len(), gap(&harbor.projects)), (250, None));
    assert_eq!(harbor.projects.seen()[249].name, "p249");
    assert_eq!(stand_in.count("/api/v2.0/projects?"), 3);
    // More than 100 is 422.
    assert_eq!(exchange("01/096").status, 422);
    assert!(stand_in.asked().iter().all(|it| !it.path.contains("page_size") || it.path.contains("page_size=100&")));
}

#[tokio::test]
async fn robots_of_the_system_and_of_each_project_are_listed_with_their_rights() {
    let of_priv = exchange("03/060").to("/api/v2.0/robots?q=Level%3Dproject%2CProjectID%3D3");
    let more = exchange("03/063").to("/api/v2.0/robots?q=Level%3Dproject%2CProjectID%3D3");
    let only = exchange("02/068").with(|it| it.as_array_mut().unwrap().retain(|it| it["name"] == "priv"));
    let harbor = by_admin([only, exchange("03/058"), of_priv, more]).await;
    assert_eq!(gap(&harbor.robots), None);
    assert_eq!(harbor.robots.seen().len(), 11);
    // A system robot and a project's may share the short name.
    assert_eq!(robot(&harbor, "robot$pusher").project, None);
    assert_eq!(robot(&harbor, "robot$priv+pusher").project.as_deref(), Some("priv"));
    let everywhere = robot(&harbor, "robot$sys-all");
    assert!(everywhere.permissions.iter().all(|it| it.kind == "project" && it.namespace == "*"));
    assert_eq!(everywhere.permissions.len(), 2);
    let denied = &robot(&harbor, "robot$priv+deny1").permissions[0];
    assert!(denied.denied && denied.resource == "repository" && denied.action == "pull");
    assert!(!everywhere.permissions[0].denied);
}

#[tokio::test]
async fn a_robot_tells_when_it_expires_and_that_it_is_disabled() {
    let changed = |change: Value| {
        let robot = exchange("01/055").to("/api/v2.0/robots");
        robot.with(|it| {
            it.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            *it = json!([it]);
        })
    };
    let never: Value = serde_json::from_str(&exchange("03/009").res_body.unwrap()).unwrap();
    assert_eq!(never["expires_at"], -1);
    for (change, expires, disabled) in [
        (json!({}), Some("2026-11-24T22:29:34Z"), false),
        (json!({"expires_at": never["expires_at"]}), None, false),
        (json!({"disable": true}), Some("2026-11-24T22:29:34Z"), true),
    ] {
        let none = exchange("02/068").with(|it| *it = json!([]));
        let harbor = by_admin([none, changed(change)]).await;
        let robot = robot(&harbor, "robot$authlab");
        assert_eq!((robot.expires, robot.disabled), (expires.map(|it| it.parse().unwrap()), disabled));
    }
}

#[tokio::test]
async fn refused_robots_are_a_gap_and_not_none() {
    let user = by_other("09/016", "01/014", &[exchange("03/067").by("09/016")]).await;
    assert_eq!((user.robots.seen().len(), gap(&user.robots).is_some()), (0, true));
    let harbor = by_admin([exchange("02/068").with(|it| *it = json!([])), exchange("03/067").by("04/009")]).await;
    assert_eq!(gap(&harbor.robots), Some(Because::Forbidden));
}

#[tokio::test]
async fn the_robots_that_a_developer_may_list_are_seen() {
    let of_priv = exchange("03/068").to("/api/v2.0/robots?q=Level%3Dproject%2CProjectID%3D3").by("09/016");
    let projects = exchange("02/068").by("09/016");
    let user = by_other("09/016", "01/014", &[projects, exchange("03/067").by("09/016"), of_priv]).await;
    assert_eq!(user.robots.seen().len(), 1);
    assert!(gap(&user.robots).is_some());
}

#[tokio::test]
async fn a_query_that_was_ignored_in_silence_is_noticed() {
    let only = exchange("02/068").with(|it| it.as_array_mut().unwrap().retain(|it| it["name"] == "priv"));
    let ignored = exchange("03/058").to("/api/v2.0/robots?q=Level%3Dproject%2CProjectID%3D3");
    let harbor = by_admin([only, exchange("03/058"), ignored]).await;
    assert_eq!(harbor.robots.seen().len(), 6);
    assert_eq!(gap(&harbor.robots), Some(Because::Garbled));
}
