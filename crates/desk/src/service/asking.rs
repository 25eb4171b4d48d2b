//! Asking for something: what is worked out beforehand, and the way to the one task that writes.

use super::{AskError, Asked, Asker, Desk, Receipt, writer};
use crate::mediation::{self, Basis};
use crate::signing::{self, Signature};
use mediant_model::case::Reader;
use mediant_model::{PartyId, PersonId};
use mediant_pages::pages::signing::Filled;
use mediant_record::key::KeyId;
use mediant_record::mediation::{ConcludeMediation, MediationId, MediationStage};
use mediant_record::{Actor, Command, CommandError, Context, ReadBrief, decide};
use mediant_words::Language;
use std::collections::BTreeMap;
use tokio::sync::oneshot;

impl Desk {
    /// Asks for something. The answer comes once it is on disk, or refused.
    ///
    /// A request that was carried out before, known by its name, is not carried out again: the same receipt comes back.
    ///
    /// # Errors
    /// The record says no; another command was carried out under the request's name; nobody reads as the actor's party;
    /// the store does not answer.
    pub async fn ask(
        &self,
        asker: impl Into<Asker>,
        command: Command,
        request: Option<String>,
    ) -> Result<Receipt, AskError> {
        not_for_the_desk_alone(&command)?;
        let request = request.map(|name| Asked::command(name, &command));
        self.enqueue(asker.into(), command, None, request).await
    }

    /// The same with a signature: what the command says is on record together with who signed it.
    ///
    /// # Errors
    /// As [`Desk::ask`]; and where the signature is missing, not the signer's, or of other words.
    pub async fn ask_signed(
        &self,
        asker: impl Into<Asker>,
        command: Command,
        signature: Option<Signature>,
        request: Option<(String, Vec<u8>)>,
    ) -> Result<Receipt, AskError> {
        not_for_the_desk_alone(&command)?;
        let request = request.map(|(name, sent)| Asked::sent(name, &sent));
        self.enqueue(asker.into(), command, signature, request).await
    }

    /// The act that somebody is to sign for a command.
    ///
    /// # Errors
    /// The command would be refused; nothing of it is signed; the one who asks has no such key.
    pub fn act_to_sign(
        &self,
        actor: &Actor,
        command: &Command,
        with: Option<&KeyId>,
    ) -> Result<Filled, CommandError> {
        let (projection, world) = (self.inner.projection(), &self.inner.world);
        let unknown = || CommandError::not_now("your party is not on record yet");
        let view = projection.view(&actor.role.reader()).ok_or_else(unknown)?;
        let mut ids = || world.id();
        let mut context = Context {
            now: world.now(),
            today: world.today(),
            ids: &mut ids,
            sealed: BTreeMap::new(),
            outcome: None,
            request: None,
            account: None,
        };
        decide(&view.state, actor, command, &mut context)?;
        signing::handed_out(&view.state, &projection.table(), &**world, actor, command, with)
    }

    /// Asks for a door to be opened, announced or closed, for whoever let somebody in: there is an account to it.
    ///
    /// # Errors
    /// As [`Desk::ask`].
    pub(crate) async fn ask_for_door(
        &self,
        asker: impl Into<Asker>,
        command: Command,
    ) -> Result<Receipt, AskError> {
        self.enqueue(asker.into(), command, None, None).await
    }

    /// The same, for a command that was put together here from what was sent and from what was on record by then: the
    /// same request is one that sent the same.
    ///
    /// # Errors
    /// As [`Desk::ask`].
    pub async fn ask_as_sent(
        &self,
        asker: impl Into<Asker>,
        command: Command,
        request: String,
        sent: &[u8],
    ) -> Result<Receipt, AskError> {
        not_for_the_desk_alone(&command)?;
        self.enqueue(asker.into(), command, None, Some(Asked::sent(request, sent))).await
    }

    async fn enqueue(
        &self,
        Asker { actor, account }: Asker,
        command: Command,
        signature: Option<Signature>,
        request: Option<Asked>,
    ) -> Result<Receipt, AskError> {
        mediant_pages::civil::check(&command, Language::English).map_err(AskError::Refused)?;
        let (reply, answer) = oneshot::channel();
        let whose = line_of(&actor);
        let worked = self.worked(&whose, &actor, &command).await?;
        let read = self.read_ahead(&whose, &actor, &command).await?;
        let bytes = length_of(&command) + signature.as_ref().map_or(0, Signature::length);
        let queued =
            writer::QueuedRequest { actor, account, command, signature, bytes, request, worked, read, reply };
        self.requests.put(&whose, queued)?;
        answer.await.map_err(|_| AskError::Unavailable)?
    }

    /// The brief that a command holds, read. A long one takes longer than the writer, whom everybody waits for, may take.
    async fn read_ahead(
        &self,
        whose: &str,
        actor: &Actor,
        command: &Command,
    ) -> Result<Option<ReadBrief>, AskError> {
        if !matches!(
            command,
            Command::DepositBrief(_) | Command::EstimateBrief(_) | Command::ConfirmReport(_)
        ) {
            return Ok(None);
        }
        let (projection, actor, command) = (self.inner.projection(), actor.clone(), command.clone());
        let today = self.inner.world.today();
        let work = move || {
            let view = projection.view(&actor.role.reader())?;
            ReadBrief::ahead(&view.state, &actor, &command, today)
        };
        Ok(self.preparing.run(whose, work).await?.flatten())
    }

    /// What a command needs to have worked out before it can be decided: what a mediation comes to. It takes too long for
    /// the writer, whom everybody waits for.
    async fn worked(
        &self,
        whose: &str,
        actor: &Actor,
        command: &Command,
    ) -> Result<Option<writer::Worked>, AskError> {
        let Command::ConcludeMediation(ConcludeMediation { mediation }) = command else { return Ok(None) };
        if !command.may_come_from(&actor.role) {
            return Ok(None);
        }
        let Some(basis) = self.basis(mediation) else { return Ok(None) };
        let told = basis.told.clone();
        let work = move || mediation::outcome(&basis);
        let failed = || Err(vec!["the engine failed on this mediation".to_owned()]);
        match self.preparing.run(whose, work).await?.unwrap_or_else(failed) {
            Ok(outcome) => Ok(Some(writer::Worked { told, outcome })),
            Err(why) => Err(AskError::Refused(CommandError::not_now(why.join("; ")).at("mediation"))),
        }
    }

    /// What the outcome of a mediation that is open is worked out from.
    fn basis(&self, id: &MediationId) -> Option<Basis> {
        let today = self.inner.world.today();
        let projection = self.inner.projection();
        let state = &projection.view(&Reader::Mediator)?.state;
        let mediation = state.mediations.get(id)?.clone();
        if mediation.stage != MediationStage::Open {
            return None;
        }
        let told = |party: &PartyId| {
            let state = &projection.view(&Reader::Party(party.clone()))?.state;
            Some((party.clone(), state.told_in(id).iter().map(|told| told.exchange.clone()).collect()))
        };
        let told = mediation.parties.iter().map(told).collect::<Option<_>>()?;
        let deposited = |party: &PartyId| state.briefs.get(party)?.deposited.last().cloned();
        let briefs = mediation.parties.iter().filter_map(deposited).collect();
        Some(Basis { id: id.clone(), case: state.case(today), mediation, told, briefs })
    }
}

/// Refuses what the desk asks for itself when somebody is let in: a door without an account leads nowhere.
fn not_for_the_desk_alone(command: &Command) -> Result<(), AskError> {
    if !matches!(command, Command::OpenDoor(_) | Command::AnnounceDoor(_)) {
        return Ok(());
    }
    let refusal = CommandError::not_allowed("doors are opened by those who take an invitation up").help(
        "invite somebody, or have a new door announced: `/api/v1/invitations`, `/api/v1/doors/announce`",
    );
    Err(AskError::Refused(refusal))
}

/// How long a command is as it is written.
fn length_of(command: &Command) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // What cannot be written is refused when it is decided.
    let _ = serde_json::to_writer(&mut count, command);
    count.0
}

/// Who waits in one line for the writer.
fn line_of(actor: &Actor) -> String {
    let party = actor.role.party().map_or("", PartyId::as_str);
    let person = actor.person.as_ref().map_or("", PersonId::as_str);
    format!("{} {party:?} {person:?}", actor.role.word())
}
