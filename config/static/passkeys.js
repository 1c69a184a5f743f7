// Passkeys: asks the browser for what the form's page wants (WebAuthn), and sends the answer with the form.
(function () {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  const asked = document.getElementById("passkey-asked");
  if (!form || !asked || !window.PublicKeyCredential) return;
  form.hidden = false;

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function options() {
    const wanted = JSON.parse(asked.textContent).publicKey;
    const known = (list) => (list || []).map((one) => Object.assign({}, one, { id: bytes(one.id) }));
    wanted.challenge = bytes(wanted.challenge);
    if (wanted.user) wanted.user.id = bytes(wanted.user.id);
    if (wanted.excludeCredentials) wanted.excludeCredentials = known(wanted.excludeCredentials);
    if (wanted.allowCredentials) wanted.allowCredentials = known(wanted.allowCredentials);
    return { publicKey: wanted };
  }

  function answer(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults(),
      authenticatorAttachment: credential.authenticatorAttachment,
    });
  }

  form.addEventListener("submit", function (event) {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    navigator.credentials[form.dataset.passkey](options()).then(
      function (credential) {
        form.elements.answer.value = answer(credential);
        form.submit();
      },
      function () {
        failed.hidden = false;
      }
    );
  });
})();
