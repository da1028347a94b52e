import { type IncomingHttpHeaders, request } from 'node:http';

/** What came back on one connection of its own, chunk by chunk as the server wrote it. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly chunks: readonly Buffer[];
  readonly text: string;
  /** The code of the error that ended the body, if one did. */
  readonly failure: string | undefined;
}

/** When the client hangs up before the answer ended. */
export interface HangUp {
  /** As soon as the text so far satisfies it. */
  readonly until?: (text: string) => boolean;
  readonly signal?: AbortSignal;
}

export interface Question extends HangUp {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function exchange(url: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, until, signal } = question;
  return new Promise((resolve, reject) => {
    const client = request(url, { method, headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      const finish = (error?: NodeJS.ErrnoException): void => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, chunks, text, failure: error?.code });
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
