import type { HttpHeaders } from '../ports/http.ts';

type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers of an answer, from a record with names in lower case. */
export class RecordHeaders implements HttpHeaders {
  readonly #record: HeaderRecord;

  constructor(record: HeaderRecord) {
    this.#record = record;
  }

  get(name: string): string | undefined {
    const value = this.#valueOf(name);
    return typeof value === 'string' ? value : value?.join(', ');
  }

  getAll(name: string): readonly string[] {
    const value = this.#valueOf(name);
    if (value === undefined) return [];
    return typeof value === 'string' ? [value] : value;
  }

  names(): readonly string[] {
    return Object.keys(this.#record).filter((name) => this.#valueOf(name) !== undefined);
  }

  #valueOf(name: string): string | readonly string[] | undefined {
    return Object.hasOwn(this.#record, name) ? this.#record[name] : undefined;
  }
}

/** Headers as `HttpRequest` wants them: by names in lower case. */
export function lowerCaseNames<Value>(
  headers: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const lowered: Record<string, Value> = {};
  for (const [name, value] of Object.entries(headers)) lowered[name.toLowerCase()] = value;
  return lowered;
}

/** Whether a header can have this name: a token (RFC 9110, 5.1). */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(name);
}

/** Whether a header can carry this: visible characters, blanks, tabs, the upper half of Latin-1 (RFC 9110, 5.5). */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/** The name of a header that would end its line, or that bytes can't carry; undefined where there is none. */
export function findUnsendable(headers: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(headers);
  return entries.find(([name, value]) => !isHeaderName(name) || !isHeaderValue(value))?.[0];
}

/** A header's value without its parameters, in lower case: `Text/HTML; charset=x` is `text/html`. */
export function mediaType(headers: HttpHeaders): string | undefined {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
}
