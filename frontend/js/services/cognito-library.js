/** The vendored sign-in library, fetched when somebody signs in or a session is renewed: a fifth of a first visit. */

import { t } from "../lib/texts.js";

const ADDRESS = new URL("../../vendor/amazon-cognito-identity-js-6.3.21/amazon-cognito-identity.min.js", import.meta.url).href;

/** @type {Promise<import("../../types/page").CognitoLibrary>|null} */
let library = null;

/**
 * @returns {Promise<import("../../types/page").CognitoLibrary>}
 * @throws {Error} with a sentence for the user when it cannot be fetched; the next call tries again
 */
export function cognitoLibrary() {
  library ??= fetched().catch((error) => {
    library = null;
    throw error;
  });
  return library;
}

/** @returns {Promise<import("../../types/page").CognitoLibrary>} */
function fetched() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.addEventListener("load", () => resolve(globalThis.AmazonCognitoIdentity));
    script.addEventListener("error", () => {
      script.remove();
      reject(new Error(t("signIn.noLibrary")));
    });
    // The policy of the page asks who vouches for the address of a script: it is written above.
    const policy = globalThis.trustedTypes?.createPolicy("sign-in-library", { createScriptURL: () => ADDRESS });
    // eslint-disable-next-line no-restricted-syntax -- no data is in it
    script.src = /** @type {string} */ (policy ? policy.createScriptURL("") : ADDRESS);
    document.head.append(script);
  });
}
