// Passkeys: made and used by the browser. What is signed is the text on the page: its hash is the challenge. An envelope may be
// chosen as a file instead of pasted.

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const forAddresses = (buffer) => base64(buffer).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const can = window.isSecureContext && "PublicKeyCredential" in window;
const said = () => document.querySelector("[data-passkey-said]");

function say(words) {
  const place = said();
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

async function make(button) {
  const relyingParty = location.hostname;
  const name = button.dataset.makePasskey;
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rp: { id: relyingParty, name: relyingParty },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
      attestation: "none",
    },
  });
  const key = made.response.getPublicKey();
  if (!key || made.response.getPublicKeyAlgorithm() !== -7) throw new Error("it makes keys of another kind");
  const form = document.querySelector("[data-register] form");
  form.querySelector('input[name="public"]').value = `passkey ${base64(key)}`;
  put(form, "site.relying_party", relyingParty);
  put(form, "site.origin", location.origin);
  put(form, "site.credential", forAddresses(made.rawId));
  form.submit();
}

async function sign(button) {
  const form = button.closest("form");
  const act = form.querySelector('input[name="signed.act"]').value;
  const challenge = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(act));
  const answer = await navigator.credentials.get({
    publicKey: {
      challenge,
      rpId: button.dataset.relyingParty,
      allowCredentials: [{ type: "public-key", id: bytesOf(button.dataset.signPasskey) }],
      userVerification: "required",
    },
  });
  put(form, "signed.client_data", base64(answer.response.clientDataJSON));
  put(form, "signed.authenticator_data", base64(answer.response.authenticatorData));
  put(form, "signed.signature", base64(answer.response.signature));
  form.submit();
}

for (const [chosen, act] of [
  ["[data-make-passkey]", make],
  ["[data-sign-passkey]", sign],
]) {
  for (const button of document.querySelectorAll(chosen)) {
    if (!can) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      say("The browser asks you now.");
      try {
        await act(button);
      } catch (error) {
        say(`Nothing was signed or made: ${error.message}`);
        button.disabled = false;
      }
    });
  }
}
if (can) {
  say("");
  for (const words of document.querySelectorAll("[data-passkey]")) words.hidden = false;
}

for (const place of document.querySelectorAll("[data-envelope]")) {
  const text = place.closest("form").querySelector('textarea[name="signed"]');
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "file";
  input.id = "envelope-file";
  label.htmlFor = input.id;
  label.textContent = "Choose the envelope";
  input.addEventListener("change", async () => {
    if (input.files[0]) text.value = await input.files[0].text();
  });
  place.append(label, input);
}
