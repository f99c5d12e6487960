/** A refusal over HTTP with what its headers said, where a provider's client would lose them. */
export class HttpFailure extends Error {
  readonly status: number;
  readonly retryAfter: string | undefined;

  constructor(status: number, body: string, retryAfter: string | undefined) {
    super(body.slice(0, 500));
    this.name = "HttpFailure";
    this.status = status;
    this.retryAfter = retryAfter;
  }
}
