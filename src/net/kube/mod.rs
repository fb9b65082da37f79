//! The Kubernetes API: one connection, and reads that end in time.

mod config;
mod failure;
mod forward;

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use http_body_util::BodyExt;
use kube::client::Body;

pub use config::{ConnectError, Options};
pub use failure::Failure;
pub use forward::{Forward, ServicePort};

/// A list or a document that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a request is sent again that the server could not answer just then.
const RETRIES: usize = 4;

/// A connection to an API server.
pub struct Cluster {
    client: kube::Client,
    name: String,
    namespace: String,
    deadline: tokio::time::Instant,
    patience: Duration,
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    /// The body.
    pub body: Vec<u8>,
    /// The server's clock, as the header `Date` tells it: whole seconds.
    pub date: Option<String>,
}

impl Cluster {
    /// Opens the connection that the options name. Nothing is sent yet. To be called within a tokio runtime.
    ///
    /// # Errors
    /// When there is no usable kubeconfig, or what it names cannot be used.
    pub async fn connect(options: &Options) -> Result<Self, ConnectError> {
        let (config, name) = config::load(options).await?;
        let namespace = config.default_namespace.clone();
        let client = kube::Client::try_from(config).map_err(ConnectError::client)?;
        let deadline = tokio::time::Instant::now() + options.timeout;
        Ok(Self { client, name, namespace, deadline, patience: options.timeout.min(PATIENCE) })
    }

    /// The name of the context, or `in-cluster`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When the run ends, answered or not.
    pub fn deadline(&self) -> tokio::time::Instant {
        self.deadline
    }

    /// The namespace of the context.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Reads a path of the API. A server that is busy is asked again, as it says when, until the deadline of the run.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn get(&self, path: &str, accept: &'static str) -> Result<Answer, Failure> {
        self.patiently(|| self.once("GET", path, accept, "")).await
    }

    /// Asks the server a question that is put as an object (a review): nothing is stored.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn review(&self, path: &str, question: &str) -> Result<Answer, Failure> {
        self.patiently(|| self.once("POST", path, "application/json", question)).await
    }

    async fn patiently<F: Future<Output = Result<Answer, Failure>>>(
        &self,
        ask: impl FnMut() -> F,
    ) -> Result<Answer, Failure> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(Duration::from_secs(5))
            .with_max_times(RETRIES)
            .with_jitter();
        let asked = ask
            .retry(waits)
            .sleep(tokio::time::sleep)
            .when(Failure::is_passing)
            .adjust(|failure, wait| wait.map(|wait| failure.retry_after().unwrap_or(wait)));
        tokio::time::timeout_at(self.deadline, asked).await.unwrap_or(Err(Failure::TimedOut))
    }

    async fn once(&self, method: &str, path: &str, accept: &str, body: &str) -> Result<Answer, Failure> {
        let mut request = http::Request::builder().method(method).uri(path).header(http::header::ACCEPT, accept);
        if !body.is_empty() {
            request = request.header(http::header::CONTENT_TYPE, "application/json");
        }
        let request =
            request.body(Body::from(body.as_bytes().to_vec())).map_err(|it| Failure::Garbled(it.to_string()))?;
        let answer = async {
            let answer = self.client.send(request).await.map_err(Failure::of_transport)?;
            let (head, body) = answer.into_parts();
            let body = body.collect().await.map_err(|_| Failure::Cut)?.to_bytes();
            if !head.status.is_success() {
                return Err(Failure::of_status(head.status, &head.headers, &body));
            }
            let date = head.headers.get(http::header::DATE).and_then(|it| it.to_str().ok()).map(str::to_owned);
            Ok(Answer { body: body.into(), date })
        };
        tokio::time::timeout(self.patience, answer).await.unwrap_or(Err(Failure::TimedOut))
    }
}
