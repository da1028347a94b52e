import type { HttpRequest } from '../../ports/http.ts';

/** The options with which `fetchHttp()` calls `fetch`. */
export interface FetchInit {
  readonly method: HttpRequest['method'];
  readonly headers: Record<string, string>;
  /** Bytes, because `fetch` would add a content type to a string. */
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** The headers of a response of `fetch`, as far as `fetchHttp()` uses them. */
export interface FetchHeaders extends Iterable<[name: string, value: string]> {
  get(name: string): string | null;
  getSetCookie(): string[];
}

/** The body of a response of `fetch`, as far as `fetchHttp()` uses it. */
export interface FetchBody {
  getReader(): FetchReader;
  cancel(): Promise<void>;
}

/** Reads the body of a response of `fetch`. */
export interface FetchReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** A response of `fetch`, as far as `fetchHttp()` uses it. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: FetchHeaders;
  readonly body: FetchBody | null;
}

/** A function like the global `fetch`. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;
