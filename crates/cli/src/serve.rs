//! `mediant serve`: the desk on the network, on a record in a folder or a database.

use crate::arguments::record::{Listen, Serve};
use crate::failure::Failure;
use crate::vault::Vault;
use crate::{runtime, screen};
use mediant_desk::accounts::Accounts;
use mediant_desk::server::{self, AppState, Settings};
use mediant_desk::world::OutsideWorld;
use mediant_desk::{Desk, OpenError, World};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Opens the record and serves it until it is told to stop.
pub fn run(arguments: &Serve) -> Result<(), Failure> {
    runtime::block_on(async {
        let vault = arguments.place.open_or_begin().await?;
        let name = vault.name.clone();
        let desk = open(vault, Arc::new(OutsideWorld::new())).await?;
        let (listener, address) = listen(&arguments.desk).await?;
        let app = state(desk, &arguments.desk);
        let base = base(&arguments.desk, address);
        let mut said = format!("The desk of the record in {name} is open at {base}\n");
        match app.accounts.first_invitation().await {
            Ok(Some(invitation)) => {
                said.push_str(&format!(
                    "Nobody mediates yet. Whoever opens this link becomes the mediator; it works once, for a day:\n  \
                     {base}{}\n",
                    invitation.link_path
                ));
            }
            Ok(None) => {}
            Err(error) => return Err(Failure::Internal(format!("{name}: {error}"))),
        }
        said.push_str("Ctrl-C closes it.\n");
        screen::print(&said)?;
        serve(listener, app).await
    })?
}

/// Opens a desk on a record that was unlocked.
pub async fn open(vault: Vault, world: Arc<dyn World>) -> Result<Arc<Desk>, Failure> {
    let Vault { store, master, name, .. } = vault;
    Desk::open(store, master, world).await.map_err(|error| unopened(&name, &error))
}

/// Why a record does not open.
pub fn unopened(name: &str, error: &OpenError) -> Failure {
    Failure::Internal(format!("the record in {name} cannot be opened: {error}"))
}

/// Listens where it was asked to; the address that came of it.
pub async fn listen(arguments: &Listen) -> Result<(TcpListener, SocketAddr), Failure> {
    let failed = |error: std::io::Error| {
        let message = format!("the desk cannot listen on {}: {error}", arguments.listen);
        Failure::usage(
            message,
            "choose another address with `--listen ADDRESS`; port 0 takes any that is free",
        )
    };
    let listener = TcpListener::bind(arguments.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// What browsers call the desk.
pub fn base(arguments: &Listen, address: SocketAddr) -> String {
    let origin = arguments.origin.as_deref().map(|origin| origin.trim_end_matches('/').to_owned());
    origin.unwrap_or_else(|| format!("http://{address}"))
}

/// Everything that the routes need.
pub fn state(desk: Arc<Desk>, arguments: &Listen) -> AppState {
    let origin = arguments.origin.as_deref().map(|origin| origin.trim_end_matches('/').to_owned());
    let settings = Settings {
        secure_cookies: origin.as_deref().is_some_and(|origin| origin.starts_with("https://")),
        // Only behind TLS is there a proxy for certain: what a request says of where it comes from is forged else.
        behind_proxy: origin.as_deref().is_some_and(|origin| origin.starts_with("https://")),
        origin,
        ..Settings::default()
    };
    let accounts = Arc::new(Accounts::new(desk.clone()));
    AppState::new(desk, accounts, settings)
}

/// Serves until Ctrl-C, or until the system asks for an end.
pub async fn serve(listener: TcpListener, app: AppState) -> Result<(), Failure> {
    let served = server::serve(listener, app, stop()).await;
    served.map_err(|error| Failure::Internal(format!("the desk had to close: {error}")))
}

async fn stop() {
    let interrupted = async {
        // Where the signal cannot be listened to, it ends the process at once.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
