import { type IncomingHttpHeaders, request } from 'node:http';

/** A response received on a new connection, with the chunks as the server wrote them. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly chunks: readonly Buffer[];
  readonly text: string;
  /** The code of the error that ended the body. Undefined if the body ended normally. */
  readonly failure: string | undefined;
}

/** When the client aborts the request. */
export interface AbortOptions {
  /** Aborts as soon as it returns true for the text received so far. */
  readonly until?: (text: string) => boolean;
  readonly signal?: AbortSignal;
}

export interface ExchangeOptions extends AbortOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function exchange(url: string, options: ExchangeOptions = {}): Promise<HttpResponse> {
  const { method = 'GET', headers = {}, body, until, signal } = options;
  return new Promise((resolve, reject) => {
    const client = request(url, { method, headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      const finish = (error?: NodeJS.ErrnoException): void => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode: status = 0, headers: responseHeaders } = response;
        resolve({ status, headers: responseHeaders, chunks, text, failure: error?.code });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (until?.(Buffer.concat(chunks).toString()) === true) client.destroy();
      });
      response.once('end', () => finish());
      response.once('error', finish);
      client.off('error', reject).on('error', finish);
    });
    client.once('error', reject);
    client.end(body);
  });
}
