import { Agent, EnvHttpProxyAgent } from "undici";

/** As the user's environment has them; an https address goes by HTTPS_PROXY only, and this machine itself by none. */
export interface Proxy {
  readonly HTTPS_PROXY?: string;
  readonly HTTP_PROXY?: string;
  readonly NO_PROXY?: string;
}

export interface WayOut {
  readonly proxy?: Proxy;
  /**
   * The one place that is asked, and the headers (lower case) that may tell it who asks. Clients of providers take addresses, keys and headers from variables
   * of the environment (OPENAI_BASE_URL, LANGSMITH_GATEWAY, ANTHROPIC_CUSTOM_HEADERS …): what none of ours chose does not leave.
   */
  readonly only?: { readonly url: string; readonly headers: readonly string[] };
}

/**
 * Fetch for model servers and tracing systems. It waits for a first byte as long as our own clocks let it (Node's own gives up after 300 s, and a large model on
 * one's own machine may read a prompt for longer), goes through the user's proxy, and follows no redirect: keys and prompts go to the place that is configured.
 */
export function patientFetch({ proxy = {}, only }: WayOut = {}): typeof fetch {
  const { HTTPS_PROXY = "", HTTP_PROXY = "" } = proxy;
  const { direct, through } = waysOf(proxy);
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (only && url.origin !== new URL(only.url).origin)
      return refusal(`${url.host} is not the address that is configured`);
    const named = url.protocol === "https:" ? HTTPS_PROXY : HTTP_PROXY;
    // An object, because Node's declarations are of another release of undici than its fetch takes.
    const way: object = { dispatcher: named === "" || isHere(url) ? direct : through };
    const headers = only && { headers: chosen(new Headers(init.headers), only.headers) };
    const response = await fetch(input, { ...init, ...headers, redirect: "manual", ...way });
    if (response.status < 300 || response.status >= 400) return response;
    await response.body?.cancel();
    const location = response.headers.get("location") ?? "";
    const there = URL.canParse(location, url.href) ? new URL(location, url.href).origin : "another place";
    return refusal(`${url.host} redirects to ${there}, which is not followed: give the address itself`);
  };
}

function waysOf({ HTTPS_PROXY = "", HTTP_PROXY = "", NO_PROXY = "" }: Proxy) {
  const patience = { headersTimeout: 0, bodyTimeout: 0 };
  const direct = new Agent(patience);
  if (HTTPS_PROXY === "" && HTTP_PROXY === "") return { direct, through: direct };
  const named = { httpsProxy: HTTPS_PROXY, httpProxy: HTTP_PROXY, noProxy: NO_PROXY };
  return { direct, through: new EnvHttpProxyAgent({ ...named, ...patience }) };
}

const usual =
  /^(?:accept|content-type|content-length|user-agent|anthropic-version|anthropic-beta|x-stainless-.*)$/;

function chosen(headers: Headers, more: readonly string[]): Headers {
  return new Headers([...headers].filter(([name]) => usual.test(name) || more.includes(name)));
}

/** In words, in the place of an answer that nobody shall ask for. */
function refusal(message: string): Response {
  return Response.json({ error: { message, type: "refused" }, message }, { status: 400 });
}

/** This machine itself. */
export function isHere({ hostname }: URL): boolean {
  return /^(?:127\.|\[::1\]$|localhost$)/.test(hostname);
}
