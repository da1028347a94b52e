import type { HttpHeaders } from '../ports/http.ts';

type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers of an HTTP response, from a record with names in lower case. */
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

  /** Returns a copy without some headers. */
  without(...names: readonly string[]): RecordHeaders {
    const entries = Object.entries(this.#record).filter(([name]) => !names.includes(name));
    return new RecordHeaders(Object.fromEntries(entries));
  }

  #valueOf(name: string): string | readonly string[] | undefined {
    return Object.hasOwn(this.#record, name) ? this.#record[name] : undefined;
  }
}

/** Returns a copy of a header record with names in lower case, as `HttpRequest` requires. */
export function lowerCaseNames<Value>(
  headers: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const lowered: Record<string, Value> = {};
  for (const [name, value] of Object.entries(headers)) lowered[name.toLowerCase()] = value;
  return lowered;
}
