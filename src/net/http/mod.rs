//! HTTP, as the services around a cluster are asked: no cookies, no redirects, and an answer or a reason in time.
//!
//! A credential goes to the host that was configured and to no other: a request names a path, never a URL.

mod credential;
mod failure;
mod site;

use std::net::SocketAddr;
use std::time::Duration;

use backon::{ConstantBuilder, Retryable};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::time::Instant;

pub use credential::{Credential, Password};
pub use failure::Failure;
pub(super) use site::Site;
pub use site::own_path;

use super::tls::Authorities;

/// Nothing that is asked has more to say.
const LARGEST: usize = 16 * 1024 * 1024;
/// How often a server that names a time is asked again.
const RETRIES: usize = 2;

/// Which service, and how it is reached.
#[derive(Debug, Clone)]
pub struct Options {
    /// `http://` or `https://`, host, port, and the path that everything stands below.
    pub url: String,
    /// The user agent.
    pub agent: String,
    /// Certificates (PEM) of authorities that are trusted besides those that this machine knows.
    pub ca: Option<Vec<u8>>,
    /// Dial this instead of asking for the host's address; the host keeps its name.
    pub resolve: Option<SocketAddr>,
    /// How long an answer may take, waiting for a busy server included.
    pub timeout: Duration,
}

/// The options cannot be used. None of these texts repeats the URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// The address.
    #[error("the address cannot be used: {0}")]
    Url(String),
    /// The authorities.
    #[error("the certificate authority cannot be used: {0}")]
    Authority(String),
    /// The rest.
    #[error("no client can be made: {0}")]
    Client(String),
}

/// A service that can be asked.
#[derive(Debug, Clone)]
pub struct Client {
    inner: reqwest::Client,
    site: Site,
    host: Option<HeaderValue>,
    timeout: Duration,
}

/// What is asked, of the service that the client stands for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    method: reqwest::Method,
    path: &'a str,
    accept: &'a str,
    credential: Option<&'a Credential>,
    timeout: Option<Duration>,
}

/// What came back, whatever the status.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

impl<'a> Request<'a> {
    /// GET of a path with its query.
    pub fn get(path: &'a str) -> Self {
        Self { method: reqwest::Method::GET, path, accept: "application/json", credential: None, timeout: None }
    }

    /// HEAD of a path with its query.
    pub fn head(path: &'a str) -> Self {
        Self { method: reqwest::Method::HEAD, ..Self::get(path) }
    }

    /// What may come back; JSON if nothing is said.
    pub fn accept(self, accept: &'a str) -> Self {
        Self { accept, ..self }
    }

    /// Who asks; nobody if nothing is said.
    pub fn by(self, credential: Option<&'a Credential>) -> Self {
        Self { credential, ..self }
    }

    /// How long it may take; as long as the client's if nothing is said.
    pub fn within(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }
}

impl Answer {
    /// A header, if it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A page for people: of a portal, or of what stands in front.
    pub fn is_page(&self) -> bool {
        let typed = self.header("content-type").is_some_and(|it| it.trim_start().starts_with("text/html"));
        typed || self.body.trim_ascii_start().starts_with(b"<")
    }

    /// What a server that is busy asks to wait.
    fn wait(&self) -> Option<Duration> {
        let busy = matches!(self.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        let seconds = self.header("retry-after").filter(|_| busy)?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds))
    }
}

/// An attempt that brought nothing to keep.
enum Pause {
    /// The server names a time at which to come again.
    Asked(Answer),
    Failed(Failure),
}

impl Client {
    /// Makes a client. Nothing is sent yet.
    ///
    /// # Errors
    /// When the address or the authorities cannot be used.
    pub fn new(options: &Options) -> Result<Self, Unusable> {
        let site = Site::parse(&options.url, options.resolve)?;
        let tls = Authorities::load(options.ca.as_deref())?.client()?;
        Self::with(options, site, tls)
    }

    pub(super) fn with(options: &Options, site: Site, tls: rustls::ClientConfig) -> Result<Self, Unusable> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(&options.agent);
        if site.is_near() {
            builder = builder.no_proxy();
        }
        if let Some((name, address)) = site.resolve() {
            builder = builder.resolve(name, address);
        }
        let host = site.header();
        if host.is_some() {
            // HTTP/2 has no header for the host that could differ from the URL's.
            builder = builder.http1_only();
        }
        let inner = builder.build().map_err(|it| Unusable::Client(it.without_url().to_string()))?;
        Ok(Self { inner, site, host, timeout: options.timeout })
    }

    /// The host, with the port if it is not the scheme's.
    pub fn host(&self) -> String {
        self.site.host()
    }

    /// True if it is asked without TLS.
    pub fn is_plain(&self) -> bool {
        self.site.is_plain()
    }

    /// Sends a request. A server that is busy and says for how long is asked again, if there is time.
    ///
    /// # Errors
    /// When no answer came: see [`Failure`].
    pub async fn send(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let deadline = Instant::now() + request.timeout.unwrap_or(self.timeout);
        let attempt = || async {
            let answer = tokio::time::timeout_at(deadline, self.once(request)).await;
            let answer = answer.unwrap_or(Err(Failure::TimedOut)).map_err(Pause::Failed)?;
            if answer.wait().is_some() { Err(Pause::Asked(answer)) } else { Ok(answer) }
        };
        let outcome = attempt
            .retry(ConstantBuilder::default().with_max_times(RETRIES))
            .sleep(tokio::time::sleep)
            .when(|it| matches!(it, Pause::Asked(_)))
            .adjust(|pause, wait| match pause {
                Pause::Asked(answer) => wait.and(answer.wait()).filter(|it| Instant::now() + *it < deadline),
                Pause::Failed(_) => None,
            })
            .await;
        match outcome {
            Ok(answer) | Err(Pause::Asked(answer)) => Ok(answer),
            Err(Pause::Failed(failure)) => Err(failure),
        }
    }

    async fn once(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let url = self.site.at(request.path).ok_or_else(|| Failure::Garbled("this is not a path".to_owned()))?;
        let mut builder = self.inner.request(request.method.clone(), url).header(header::ACCEPT, request.accept);
        if let Some(host) = &self.host {
            builder = builder.header(header::HOST, host);
        }
        if let Some(basic) = request.credential.and_then(Credential::basic) {
            builder = builder.header(header::AUTHORIZATION, basic);
        }
        let mut answer = builder.send().await.map_err(|it| Failure::of(&it))?;
        let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|it| Failure::of(&it))? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Failure::Garbled(format!("more than {} MiB", LARGEST >> 20)));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body })
    }
}
