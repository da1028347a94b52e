import type { FakeGptEmulator } from '../src/index.ts';
import { type AbortOptions, type HttpResponse, exchange } from './exchange.ts';

/** A logged-in FakeGpt client. It returns responses without interpreting them. */
export class TestClient {
  readonly #url: string;
  readonly credential: string;

  constructor(url: string, credential: string) {
    this.#url = url;
    this.credential = credential;
  }

  static async login(emulator: FakeGptEmulator): Promise<TestClient> {
    const { headers } = await postLogin(emulator.url, await readFirstTokenId(emulator.url));
    const credential = /credential=([^;]+)/u.exec(headers['set-cookie']?.[0] ?? '')?.[1];
    return new TestClient(emulator.url, credential ?? '');
  }

  post(body: unknown, options: AbortOptions = {}): Promise<HttpResponse> {
    return exchange(`${this.#url}/api/conversation`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: `credential=${this.credential}`,
        'x-authorization': `Bearer ${this.credential}`,
      },
      body: JSON.stringify(body),
      ...options,
    });
  }

  sendPrompt(prompt: string, options: AbortOptions = {}): Promise<HttpResponse> {
    return this.post(createNextBody(prompt), options);
  }

  /** Sends a request without a body. */
  request(method: string, path: string): Promise<HttpResponse> {
    const headers = {
      cookie: `credential=${this.credential}`,
      'x-authorization': `Bearer ${this.credential}`,
    };
    return exchange(this.#url + path, { method, headers });
  }

  getSession(): Promise<HttpResponse> {
    const headers = { cookie: `credential=${this.credential}` };
    return exchange(`${this.#url}/api/auth/session`, { headers });
  }
}

export function createNextBody(prompt: string): Record<string, unknown> {
  const content = { content_type: 'text', parts: [prompt] };
  return {
    action: 'next',
    messages: [{ id: 'question', author: { role: 'user' }, content, metadata: {} }],
    parent_message_id: 'root',
    model: 'text-davinci-002-render-sha',
  };
}

export async function readFirstTokenId(url: string): Promise<string> {
  const { text } = await exchange(`${url}/api/loads?t=0`);
  return JSON.parse(text).loads[0].token_id;
}

export function postLogin(
  url: string,
  tokenId: string,
  password = 'abcdefg1',
): Promise<HttpResponse> {
  return exchange(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `token_key=${tokenId}&session_password=${password}`,
  });
}
