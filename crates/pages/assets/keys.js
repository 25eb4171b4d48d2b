// Passkeys: made and used by the browser, for acts and for signing in. What is signed is a text that the desk gave out: its hash is
// the challenge. An envelope may be chosen as a file instead of pasted.

/** A sentence that the page gave this script, in its reader's language, with what the script puts in. */
const sentences = JSON.parse(document.querySelector('script[src*="/assets/keys.js"]').dataset.says);
const says = (name, ...values) => sentences[name].replace(/\{(\d)\}/g, (_, at) => values[at]);

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const forAddresses = (buffer) => base64(buffer).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const hashOf = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));

// A passkey belongs to a name: there is none for an address such as 127.0.0.1.
const isAddress = /^[\d.]+$|:/.test(location.hostname);
const can = window.isSecureContext && "PublicKeyCredential" in window && !isAddress;

function say(words) {
  const place = document.querySelector("[data-passkey-said]");
  if (place) place.textContent = words;
}

/** Puts a field into a form that the page did not have. */
function put(form, name, value) {
  let field = form.querySelector(`input[name="${name}"]`);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value;
}

/** Puts what a passkey answered into a form, each part under its name behind a prefix. */
function putAnswer(form, prefix, response) {
  put(form, `${prefix}client_data`, base64(response.clientDataJSON));
  put(form, `${prefix}authenticator_data`, base64(response.authenticatorData));
  put(form, `${prefix}signature`, base64(response.signature));
}

async function make(button) {
  const relyingParty = location.hostname;
  const name = button.dataset.makePasskey;
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rp: { id: relyingParty, name: relyingParty },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      // The browser finds it again when nobody is signed in.
      authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
      attestation: "none",
    },
  });
  const key = made.response.getPublicKey();
  if (!key || made.response.getPublicKeyAlgorithm() !== -7) throw new Error(says("keys-of-another-kind"));
  const form = document.querySelector("[data-register] form");
  form.querySelector('input[name="public"]').value = `passkey ${base64(key)}`;
  put(form, "site.relying_party", relyingParty);
  put(form, "site.origin", location.origin);
  put(form, "site.credential", forAddresses(made.rawId));
  form.submit();
}

async function sign(button) {
  const form = button.closest("form");
  const answer = await navigator.credentials.get({
    publicKey: {
      challenge: await hashOf(form.querySelector('input[name="signed.act"]').value),
      rpId: button.dataset.relyingParty,
      allowCredentials: [{ type: "public-key", id: bytesOf(button.dataset.signPasskey) }],
      userVerification: "required",
    },
  });
  putAnswer(form, "signed.", answer.response);
  form.submit();
}

async function enter(button) {
  const form = button.closest("form");
  const given = await fetch(`${document.body.dataset.base ?? ""}/sign-in/challenge`, { method: "POST", credentials: "same-origin" });
  if (!given.ok) throw new Error(says("no-challenge-now"));
  const { name, text } = await given.json();
  const answer = await navigator.credentials.get({
    publicKey: { challenge: await hashOf(text), rpId: location.hostname, userVerification: "required" },
  });
  put(form, "challenge", name);
  put(form, "credential", forAddresses(answer.rawId));
  putAnswer(form, "", answer.response);
  form.submit();
}

const ACTS = [
  ["[data-make-passkey]", make, says("no-passkey-was-made")],
  ["[data-sign-passkey]", sign, says("nothing-was-signed")],
  ["[data-passkey-enter]", enter, says("you-are-not-signed-in")],
];

/** Why it did not work, as a person says it. */
function why(error) {
  if (error.name === "NotAllowedError") return says("not-confirmed");
  if (error.name === "InvalidStateError") return says("there-is-one-already");
  return error.message;
}

document.addEventListener("click", async (event) => {
  for (const [chosen, act, failed] of ACTS) {
    const button = event.target.closest(chosen);
    if (!button || !can) continue;
    button.disabled = true;
    say(says("the-browser-asks-now"));
    try {
      await act(button);
    } catch (error) {
      say(`${failed} ${why(error)}`);
      button.disabled = false;
    }
  }
});

/** A page comes without what needs script. It is put there, again whenever the page's content was made anew. */
function show() {
  if (can) {
    say("");
    for (const part of document.querySelectorAll("[data-passkey], [data-make-passkey], [data-sign-passkey]")) part.hidden = false;
  }
  for (const place of document.querySelectorAll("[data-envelope]:empty")) {
    const text = place.closest("form").querySelector('textarea[name="signed"]');
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "file";
    input.id = "envelope-file";
    label.htmlFor = input.id;
    label.textContent = says("choose-the-envelope");
    input.addEventListener("change", async () => {
      if (input.files[0]) text.value = await input.files[0].text();
    });
    place.append(label, input);
  }
}

show();
document.addEventListener("desk:fresh", show);
