export { fetchHttp } from './runtime/fetch-http.ts';
export type { FetchHttpOptions } from './runtime/fetch-http.ts';
export type {
  Fetch,
  FetchBody,
  FetchHeaders,
  FetchInit,
  FetchReader,
  FetchResponse,
} from './http/fetch/fetch-function.ts';
export type { Clock } from './ports/clock.ts';
export type {
  Http,
  HttpBody,
  HttpHeaders,
  HttpRequest,
  HttpResponse,
  HttpTimeouts,
} from './ports/http.ts';
