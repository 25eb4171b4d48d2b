//! One connection.

use super::lines::LinePlace;
use crate::security::Remote;
use crate::settings::Limits;
use axum::Router;
use axum::body::HttpBody;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep};
use tower_service::Service;

/// Bytes in the head of a request at most.
const HEAD_MAX: usize = 64 * 1024;
/// Headers of a request at most.
const HEADERS_MAX: usize = 64;

/// A connection and what answers on it.
pub(super) struct Line {
    pub stream: TcpStream,
    pub remote: SocketAddr,
    pub place: LinePlace,
    pub routes: Router,
    pub limits: Limits,
    /// Becomes true when the desk shuts down.
    pub stopped: watch::Receiver<bool>,
}

impl Line {
    /// Answers until one of both ends is done.
    pub async fn serve(self) {
        let Self { stream, remote, place, routes, limits, mut stopped } = self;
        // Answers are small: waiting for more to send only makes them late.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        let mark = place.mark.clone();
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(Remote(remote));
            request.extensions_mut().insert(mark.clone());
            let (mut routes, mark) = (routes.clone(), mark.clone());
            async move {
                mark.set_busy(true);
                let answer = routes.call(request).await;
                // A stream goes on; whatever else is said has been said.
                let goes_on = answer.as_ref().is_ok_and(|answer| answer.size_hint().exact().is_none());
                mark.set_busy(goes_on);
                answer
            }
        });
        let mut settings = http1::Builder::new();
        settings
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_time)
            .max_buf_size(HEAD_MAX)
            .max_headers(HEADERS_MAX);
        let stream = TokioIo::new(Impatient::new(stream, limits.fetch_time));
        let mut connection = pin!(settings.serve_connection(stream, service));
        // How it ended is the other end's matter: it went away, or sent what is no request.
        tokio::select! {
            _ = connection.as_mut() => return,
            // Others need the room more.
            () = place.mark.closing() => return,
            _ = stopped.wait_for(|stopped| *stopped) => connection.as_mut().graceful_shutdown(),
        }
        let _ = connection.await;
    }
}

/// A stream that gives up when what it writes is not taken for too long, so that nobody holds an answer without end. At its
/// end it reads for a moment what was sent and is not wanted: closing before would take the answer from whoever still
/// sends.
struct Impatient {
    stream: TcpStream,
    patience: Duration,
    waiting: bool,
    until: Pin<Box<Sleep>>,
    /// Bytes that are still read and thrown away; set once nothing more is written.
    unwanted: Option<usize>,
}

/// For so long what is not wanted is read.
const LINGER: Duration = Duration::from_secs(1);
/// Bytes that are read of it at most.
const UNWANTED_MAX: usize = 4 << 20;

impl Impatient {
    fn new(stream: TcpStream, patience: Duration) -> Self {
        let until = Box::pin(tokio::time::sleep(patience));
        Self { stream, patience, waiting: false, until, unwanted: None }
    }

    fn watch<T>(&mut self, cx: &mut Context<'_>, poll: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.waiting = false;
            return poll;
        }
        if !self.waiting {
            self.waiting = true;
            self.until.as_mut().reset(Instant::now() + self.patience);
        }
        self.until.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Impatient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Impatient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch(cx, poll)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.watch(cx, poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_flush(cx);
        self.watch(cx, poll)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.unwanted.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            self.unwanted = Some(UNWANTED_MAX);
            self.until.as_mut().reset(Instant::now() + LINGER);
        }
        let mut thrown = [0; 16 * 1024];
        while let Some(left) = self.unwanted.filter(|left| *left > 0) {
            if self.until.as_mut().poll(cx).is_ready() {
                break;
            }
            let mut buffer = ReadBuf::new(&mut thrown);
            // Whatever ends the reading ends the connection.
            if ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)).is_err() {
                break;
            }
            let read = buffer.filled().len();
            self.unwanted = Some(if read == 0 { 0 } else { left.saturating_sub(read) });
        }
        Poll::Ready(Ok(()))
    }
}
