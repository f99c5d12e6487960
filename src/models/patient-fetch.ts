import { EnvHttpProxyAgent } from "undici";

/**
 * Fetch for model servers. It waits for a first byte as long as our own clocks let it (Node's own gives up after 300 s, and a large model on one's own machine may read
 * a prompt for longer), and goes through the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name.
 */
export const patientFetch: typeof fetch = (input, init) => {
  dispatcher.one ??= new EnvHttpProxyAgent({ headersTimeout: 0, bodyTimeout: 0 });
  // Node's fetch takes it; Node's declarations are of another release of undici.
  return fetch(input, { ...init, dispatcher: dispatcher.one } as RequestInit);
};

const dispatcher: { one?: EnvHttpProxyAgent } = {};
