//! Requests one by one, with somebody who is told of each.

use std::cell::RefCell;
use std::time::Instant;

use super::Event;
use crate::model::Time;
use crate::net::kube::{Answer, Cluster, Failure};

/// The connection, with somebody who listens.
pub(super) struct Reader<'a> {
    cluster: &'a Cluster,
    tell: &'a dyn Fn(Event<'_>),
    date: RefCell<Option<Time>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(cluster: &'a Cluster, tell: &'a dyn Fn(Event<'_>)) -> Self {
        Self { cluster, tell, date: RefCell::new(None) }
    }

    /// The server's time at the first answer that told it.
    pub(super) fn date(&self) -> Option<Time> {
        *self.date.borrow()
    }

    /// Reads a path.
    pub(super) async fn get(&self, path: &str, accept: &'static str) -> Result<Vec<u8>, Failure> {
        let started = Instant::now();
        let answer = self.cluster.get(path, accept).await;
        self.told("GET", path, answer, started)
    }

    /// Puts a question about oneself.
    pub(super) async fn review(&self, path: &str, question: &str) -> Result<Vec<u8>, Failure> {
        let started = Instant::now();
        let answer = self.cluster.review(path, question).await;
        self.told("POST", path, answer, started)
    }

    fn told(
        &self,
        method: &'static str,
        path: &str,
        answer: Result<Answer, Failure>,
        started: Instant,
    ) -> Result<Vec<u8>, Failure> {
        (self.tell)(Event::Asked { method, path, failure: answer.as_ref().err(), took: started.elapsed() });
        let answer = answer?;
        let mut date = self.date.borrow_mut();
        if date.is_none() {
            *date = answer.date.as_deref().and_then(time);
        }
        Ok(answer.body)
    }
}

/// The time of a `Date` header (RFC 9110, 5.6.7), whose form is that of mails.
fn time(date: &str) -> Option<Time> {
    jiff::fmt::rfc2822::parse(date).ok().map(|it| Time(it.timestamp()))
}
