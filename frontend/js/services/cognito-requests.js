/** The requests of the sign-in library, which has no time limit of its own. */

/** As long as a request of the API may take. */
export const LIMIT_MS = 35_000;

/**
 * Gives up requests that hang. The library reads its options when it sends one.
 * @param {import("../../types/page").CognitoPool["client"]} client
 * @param {number} limit milliseconds
 */
export function limitRequests(client, limit) {
  const send = client.request.bind(client);
  client.request = (operation, body, done) => {
    const signal = AbortSignal.timeout(limit);
    client.fetchOptions = { ...client.fetchOptions, signal };
    send(operation, body, (error, answer) => done(error && signal.aborted ? { code: "NetworkError" } : error, answer));
  };
}
