// Checks in the reader's own browser that a fact is in the ledger: from its leaf up to the root, by RFC 9162.
// The page holds the same numbers for who does without a script, and docs/how-to/check-a-proof.md says how by hand.
"use strict";

(() => {
  const bytes = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  const hex = (data) => Array.from(data, (one) => one.toString(16).padStart(2, "0")).join("");

  async function together(left, right) {
    const data = new Uint8Array(1 + left.length + right.length);
    data.set([1]);
    data.set(left, 1);
    data.set(right, 1 + left.length);
    return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  }

  // The root to which the leaf leads, or null where the path is too long or too short for this tree.
  async function rootOf(proof) {
    let node = proof.position - 1, last = proof.size - 1, found = bytes(proof.leaf);
    for (const beside of proof.hashes.map(bytes)) {
      if (last === 0) return null;
      if (node % 2 === 1 || node === last) {
        found = await together(beside, found);
        while (node !== 0 && node % 2 === 0) {
          node = node / 2;
          last = Math.floor(last / 2);
        }
      } else {
        found = await together(found, beside);
      }
      node = Math.floor(node / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 ? hex(found) : null;
  }

  async function check(form) {
    const verdict = document.getElementById("verdict");
    const say = (name, root) => {
      verdict.textContent = verdict.dataset[name].replace("{root}", root || "–");
      verdict.dataset.verdict = name;
    };
    if (!globalThis.crypto || !crypto.subtle) return say("unable");
    say("busy");
    try {
      const { position, size, leaf } = form.dataset;
      const answer = await fetch(`/v1/proofs/inclusion?position=${position}&size=${size}`);
      if (!answer.ok) return say("unable");
      const proof = await answer.json();
      const kept = form.elements.kept.value.trim().toLowerCase();
      const root = await rootOf({ ...proof, position: Number(position), size: Number(size), leaf });
      if (root === null || root !== proof.root) return say("fails", root);
      if (kept !== "" && kept !== root) return say("differs", root);
      return say(kept === "" ? "holds" : "same", root);
    } catch {
      return say("unable");
    }
  }

  const form = document.getElementById("check");
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check(form);
    });
  }
})();
