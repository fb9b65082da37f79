//! A server that answers as a Harbor was recorded to, and goes wrong where a test says so.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::recording::Exchange;

/// What goes wrong with requests for a path, by hand.
#[derive(Clone)]
pub(crate) enum Fault {
    /// Something else answers: status, content type, body.
    Answers(u16, &'static str, &'static str),
    /// No answer.
    Silent,
    /// The true answer, so much later.
    Slow(Duration),
    /// Half of a body.
    Cut,
    /// 429, so often, with this `Retry-After`.
    Busy { times: usize, retry_after: &'static str },
    /// A redirect there, with a challenge that names it too.
    Elsewhere(String),
    /// A body that does not end.
    Endless,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) host: String,
    pub(crate) accept: String,
    pub(crate) agent: String,
    pub(crate) cookie: Option<String>,
    pub(crate) authorization: Option<String>,
}

#[derive(Default)]
struct State {
    exchanges: Vec<Exchange>,
    /// Each answers once, before all others.
    first: Vec<Exchange>,
    /// How many requests of an account were open at a time, now and at most.
    open: BTreeMap<String, (usize, usize)>,
    faults: Vec<(String, Fault)>,
    log: Vec<Asked>,
}

/// A server, until its test is over.
pub(crate) struct StandIn {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

type Body = BoxBody<Bytes, std::io::Error>;

impl StandIn {
    /// Serves without TLS.
    pub(crate) async fn plain() -> Self {
        Self::start(None).await
    }

    /// Serves with TLS.
    pub(crate) async fn tls(acceptor: TlsAcceptor) -> Self {
        Self::start(Some(acceptor)).await
    }

    async fn start(acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::<Mutex<State>>::default();
        let served = state.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (served, acceptor) = (served.clone(), acceptor.clone());
                tokio::spawn(async move {
                    let service = service_fn(move |it| answer(served.clone(), it));
                    // A client that breaks off is one of the things to be tested.
                    match acceptor {
                        None => {
                            let io = TokioIo::new(stream);
                            drop(Builder::new(TokioExecutor::new()).serve_connection(io, service).await);
                        }
                        Some(acceptor) => {
                            let Ok(stream) = acceptor.accept(stream).await else { return };
                            let io = TokioIo::new(stream);
                            drop(Builder::new(TokioExecutor::new()).serve_connection(io, service).await);
                        }
                    }
                });
            }
        });
        Self { address, state }
    }

    /// Answers as in these exchanges; a later one replaces an earlier one to the same question.
    pub(crate) fn replay(self, exchanges: impl IntoIterator<Item = impl Into<Exchange>>) -> Self {
        self.state.lock().unwrap().exchanges.extend(exchanges.into_iter().map(Into::into));
        self
    }

    /// Answers the first such question so.
    pub(crate) fn first(self, exchange: impl Into<Exchange>) -> Self {
        self.state.lock().unwrap().first.push(exchange.into());
        self
    }

    /// Goes wrong for paths that begin so.
    pub(crate) fn fault(self, path: &str, fault: Fault) -> Self {
        self.state.lock().unwrap().faults.push((path.to_owned(), fault));
        self
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked, in its order.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state.lock().unwrap().log.clone()
    }

    /// How many requests with this `Authorization` were open at a time.
    pub(crate) fn peak(&self, authorization: &str) -> usize {
        self.state.lock().unwrap().open.get(authorization).map_or(0, |it| it.1)
    }

    /// How often a path was asked for.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|it| it.path.starts_with(path)).count()
    }
}

async fn answer(state: Arc<Mutex<State>>, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let who = request.headers().get("authorization").map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default();
    {
        let mut state = state.lock().unwrap();
        let open = state.open.entry(who.clone()).or_default();
        *open = (open.0 + 1, open.1.max(open.0 + 1));
    }
    let answer = say(state.clone(), request).await;
    state.lock().unwrap().open.entry(who).or_default().0 -= 1;
    Ok(answer)
}

async fn say(state: Arc<Mutex<State>>, request: Request<Incoming>) -> Response<Body> {
    let header = |name: &str| request.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
    let asked = Asked {
        method: request.method().to_string(),
        path: request.uri().path_and_query().unwrap().to_string(),
        host: header("host").or_else(|| request.uri().authority().map(ToString::to_string)).unwrap_or_default(),
        accept: header("accept").unwrap_or_default(),
        agent: header("user-agent").unwrap_or_default(),
        cookie: header("cookie"),
        authorization: header("authorization"),
    };
    let (fault, recorded) = {
        let mut state = state.lock().unwrap();
        state.log.push(asked.clone());
        let fault = state.faults.iter_mut().rev().find(|(path, _)| asked.path.starts_with(path.as_str()));
        let fault = fault.map(|(_, fault)| match fault {
            Fault::Busy { times: 0, .. } => Fault::Slow(Duration::ZERO),
            Fault::Busy { times, retry_after } => {
                *times -= 1;
                Fault::Busy { times: *times, retry_after }
            }
            other => other.clone(),
        });
        let first = state.first.iter().position(|it| it.answers(&asked));
        let first = first.map(|at| (state.first.remove(at), None));
        (fault, first.or_else(|| recorded(&state.exchanges, &asked)))
    };
    match fault {
        None => replayed(recorded).await,
        Some(Fault::Slow(wait)) => {
            tokio::time::sleep(wait).await;
            replayed(recorded).await
        }
        Some(Fault::Silent) => std::future::pending().await,
        Some(Fault::Answers(status, kind, body)) => response(status, &[("content-type", kind)], full(body)),
        Some(Fault::Cut) => {
            let headers = [("content-type", "application/json"), ("content-length", "1000")];
            response(200, &headers, Torn { once: true }.boxed())
        }
        Some(Fault::Busy { retry_after, .. }) => response(429, &[("retry-after", retry_after)], full("")),
        Some(Fault::Elsewhere(url)) => {
            let challenge = format!("Bearer realm=\"{url}/service/token\",service=\"harbor-registry\"");
            let status = if asked.path == "/v2/" { 401 } else { 307 };
            let location = format!("{url}{}", asked.path);
            response(status, &[("location", &location), ("www-authenticate", &challenge)], full(""))
        }
        Some(Fault::Endless) => response(200, &[("content-type", "application/json")], Flood.boxed()),
    }
}

impl Exchange {
    /// True if it answers this question. HEAD is answered like GET, without the body.
    fn answers(&self, asked: &Asked) -> bool {
        let same_method = self.method == asked.method || (self.method == "GET" && asked.method == "HEAD");
        let same_path = without_page(&self.path).0 == without_page(&asked.path).0;
        same_method && same_path && self.authorization() == asked.authorization
    }
}

/// What was recorded for this question, and how long the list is if it is one.
fn recorded(exchanges: &[Exchange], asked: &Asked) -> Option<(Exchange, Option<String>)> {
    let fitting: Vec<&Exchange> = exchanges.iter().filter(|it| it.answers(asked)).collect();
    let mut last = (*fitting.last()?).clone();
    let Some((body, total)) = without_page(&asked.path).1.and_then(|page| paged(&fitting, page)) else {
        return Some((last, None));
    };
    last.res_body = Some(body);
    Some((last, Some(total.to_string())))
}

/// A page of the list that all recorded pages together make.
fn paged(fitting: &[&Exchange], (size, page): (usize, usize)) -> Option<(String, usize)> {
    let mut items: Vec<Value> = Vec::new();
    for exchange in fitting.iter().filter(|it| it.status == 200) {
        for item in serde_json::from_str::<Vec<Value>>(exchange.res_body.as_deref()?).ok()? {
            if !items.contains(&item) {
                items.push(item);
            }
        }
    }
    let shown: Vec<&Value> = items.iter().skip(size * (page.max(1) - 1)).take(size).collect();
    (!items.is_empty()).then(|| (serde_json::to_string(&shown).unwrap(), items.len()))
}

/// The path without what pages it, and the size and the number of the page that it asks for.
fn without_page(path: &str) -> (String, Option<(usize, usize)>) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let value = |name: &str| query.split('&').find_map(|it| it.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
    let others: Vec<&str> =
        query.split('&').filter(|it| !it.starts_with("page=") && !it.starts_with("page_size=")).collect();
    let page = value("page").map(|page| (value("page_size").unwrap_or(10), page));
    (format!("{path}?{}", others.join("&")), page)
}

async fn replayed(recorded: Option<(Exchange, Option<String>)>) -> Response<Body> {
    let Some((exchange, total)) = recorded else {
        return response(500, &[], full(r#"{"errors":[{"code":"UNKNOWN","message":"this was not recorded"}]}"#));
    };
    // How long a refusal takes is a part of what it says.
    if exchange.status == 401 && exchange.ms > 1000 {
        tokio::time::sleep(Duration::from_millis(exchange.ms)).await;
    }
    let own = ["content-length", "transfer-encoding", "x-total-count", "link"];
    let mut headers: Vec<(&str, &str)> =
        exchange.res_headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    headers.retain(|(name, _)| !own.contains(name));
    headers.extend(total.as_deref().map(|it| ("x-total-count", it)));
    let body = if exchange.method == "HEAD" { "" } else { exchange.res_body.as_deref().unwrap_or_default() };
    response(exchange.status, &headers, full(body))
}

fn response(status: u16, headers: &[(&str, &str)], body: Body) -> Response<Body> {
    let start = Response::builder().status(status);
    headers.iter().fold(start, |it, (name, value)| it.header(*name, *value)).body(body).unwrap()
}

fn full(text: &str) -> Body {
    Full::new(Bytes::from(text.to_owned())).map_err(|never| match never {}).boxed()
}

/// A body that breaks after its first bytes.
struct Torn {
    once: bool,
}

impl hyper::body::Body for Torn {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(Some(match std::mem::take(&mut self.once) {
            true => Ok(Frame::data(Bytes::from_static(b"{\"components\":["))),
            false => Err(std::io::Error::other("torn")),
        }))
    }
}

/// A body that does not end.
struct Flood;

impl hyper::body::Body for Flood {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        static ZEROS: [u8; 65536] = [b' '; 65536];
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&ZEROS)))))
    }
}
