//! `mediant serve`: the desk on the network, on a record in a folder or a database.

use crate::arguments::record::{Listen, Serve};
use crate::failure::CliError;
use crate::vault::Vault;
use crate::{log, not_read_by_others, open_files, runtime, screen};
use mediant_desk::accounts::Accounts;
use mediant_desk::app::AppState;
use mediant_desk::demonstration::Demonstration;
use mediant_desk::server;
use mediant_desk::settings::Limits;
use mediant_desk::settings::Settings;
use mediant_desk::world::OutsideWorld;
use mediant_desk::{Desk, OpenError, World};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Opens the record and serves it until it is told to stop.
pub fn run(arguments: &Serve) -> Result<(), CliError> {
    log::begin();
    not_read_by_others::begin();
    runtime::block_on(async {
        let vault = arguments.place.open_or_begin().await?;
        let name = vault.name.clone();
        let desk = open(vault, Arc::new(OutsideWorld::new())).await?;
        let door = listen(&arguments.desk).await?;
        let app = state(desk, &arguments.desk);
        let base = base(&arguments.desk, door.address);
        let mut said = format!("The desk of the record in {name} is open at {base}\n");
        said.push_str(&readable_on_the_way(&arguments.desk, door.address));
        match app.accounts.first_invitation().await {
            Ok(Some(invitation)) => {
                said.push_str(&format!(
                    "Nobody mediates yet. Whoever opens this link becomes the mediator; it works once, for a day:\n  \
                     {base}{}\n",
                    invitation.link_path
                ));
            }
            Ok(None) => {}
            Err(error) => return Err(CliError::Internal(format!("{name}: {error}"))),
        }
        said.push_str("Ctrl-C closes it.\n");
        screen::print(&said)?;
        serve(door, app).await
    })?
}

/// Opens a desk on a record that was unlocked.
pub async fn open(vault: Vault, world: Arc<dyn World>) -> Result<Arc<Desk>, CliError> {
    let Vault { store, master, name, .. } = vault;
    Desk::open(store, master, world).await.map_err(|error| unopened(&name, &error))
}

/// Why a record does not open.
pub fn unopened(name: &str, error: &OpenError) -> CliError {
    CliError::Internal(format!("the record in {name} cannot be opened: {error}"))
}

/// Where requests come in, and the wish that it should close.
pub struct Door {
    listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
    end: End,
}

/// Listens where it was asked to, and from now on to Ctrl-C: whoever reads that the desk is open may end it in order.
pub async fn listen(arguments: &Listen) -> Result<Door, CliError> {
    let failed = |error: std::io::Error| {
        let message = format!("the desk cannot listen on {}: {error}", arguments.listen);
        CliError::usage(
            message,
            "choose another address with `--listen ADDRESS`; port 0 takes any that is free",
        )
    };
    let listener = TcpListener::bind(arguments.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Door { listener, address, end: End::listened_to() })
}

/// What browsers call the desk.
pub fn base(arguments: &Listen, address: SocketAddr) -> String {
    let origin = arguments.origin.as_deref().map(|origin| origin.trim_end_matches('/').to_owned());
    origin.unwrap_or_else(|| format!("http://{address}"))
}

/// What is said of a desk that others on the network can listen to; nothing of one on this machine alone, or behind TLS.
pub fn readable_on_the_way(arguments: &Listen, address: SocketAddr) -> String {
    let encrypted = arguments.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
    if encrypted || address.ip().to_canonical().is_loopback() {
        return String::new();
    }
    "Passwords and everything confidential travel readable: whoever is on the network between can read and change them. Put a \
     proxy\nwith TLS before the desk, and name its address with `--origin https://…`.\n"
        .to_owned()
}

/// Everything that the routes need.
pub fn state(desk: Arc<Desk>, arguments: &Listen) -> AppState {
    let origin = arguments.origin.as_deref().map(|origin| origin.trim_end_matches('/').to_owned());
    let usual = Limits::default();
    let connections = open_files::connections().map_or(usual.connections, |most| most.min(usual.connections));
    let settings = Settings {
        limits: Limits { connections, ..usual },
        secure_cookies: origin.as_deref().is_some_and(|origin| origin.starts_with("https://")),
        // Only behind TLS is there a proxy for certain: what a request says of where it comes from is forged else.
        behind_proxy: origin.as_deref().is_some_and(|origin| origin.starts_with("https://")),
        origin,
        ..Settings::default()
    };
    let accounts = Arc::new(Accounts::new(desk.clone()));
    AppState::new(desk, accounts, settings)
}

/// Serves a demonstration as [`serve`] does a desk.
pub async fn serve_demonstration(door: Door, demonstration: Demonstration) -> Result<(), CliError> {
    let desks: Vec<_> = demonstration.apps().into_iter().map(|app| app.desk).collect();
    let served = server::serve_demonstration(door.listener, demonstration, door.end.asked()).await;
    served.map_err(|error| CliError::Internal(format!("the demonstration had to close: {error}")))?;
    for desk in desks {
        fold_in(&desk).await?;
    }
    Ok(())
}

/// Serves until Ctrl-C, or until the system asks for an end.
pub async fn serve(door: Door, app: AppState) -> Result<(), CliError> {
    let desk = app.desk.clone();
    let served = server::serve(door.listener, app, door.end.asked()).await;
    served.map_err(|error| CliError::Internal(format!("the desk had to close: {error}")))?;
    fold_in(&desk).await
}

/// Brings everything that was written into the record's own file, so that whoever copies that file has all of it.
pub async fn fold_in(desk: &Desk) -> Result<(), CliError> {
    let folded = desk.store().fold_in().await;
    folded.map_err(|error| {
        CliError::Internal(format!("the record is whole, and could not be tidied up: {error}"))
    })
}

/// The signals that ask for an end. One that cannot be listened to ends the process at once.
#[cfg(unix)]
struct End([Option<Signal>; 2]);

#[cfg(unix)]
impl End {
    fn listened_to() -> Self {
        Self([SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok()))
    }

    /// Waits for either.
    async fn asked(self) {
        async fn received(signal: Option<Signal>) {
            match signal {
                Some(mut signal) => {
                    signal.recv().await;
                }
                None => std::future::pending().await,
            }
        }
        let [interrupted, terminated] = self.0.map(received);
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
}

/// Ctrl-C asks for an end. Where it cannot be listened to, it ends the process at once.
#[cfg(not(unix))]
struct End;

#[cfg(not(unix))]
impl End {
    fn listened_to() -> Self {
        Self
    }

    async fn asked(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_reached_in_the_open_is_told() {
        let told = |address: &str, origin: Option<&str>| {
            let address = address.parse().unwrap();
            let arguments = Listen { listen: address, origin: origin.map(str::to_owned) };
            readable_on_the_way(&arguments, address)
        };
        for loopback in ["127.0.0.1:8080", "[::1]:8080", "[::ffff:127.0.0.1]:8080"] {
            assert_eq!(told(loopback, None), "");
        }
        for open in ["0.0.0.0:8080", "192.168.0.7:8080", "[::]:80"] {
            assert!(told(open, None).contains("readable"));
            assert!(told(open, Some("http://talks.example.org")).contains("readable"));
            assert_eq!(told(open, Some("https://talks.example.org")), "");
        }
    }
}
