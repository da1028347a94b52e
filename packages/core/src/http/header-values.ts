import { ProviderError } from '../errors/provider-error.ts';
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
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

/** RFC 9110, 5.5: visible characters, blanks, tabs, and the upper half of Latin-1. */
const sendableValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const sendableName = /^[!#$%&'*+\-.^_`|~0-9a-z]*$/i;

/** Refuses a header that would end its line, or that bytes can't carry; the value is never told. */
export function assertSendable(headers: Readonly<Record<string, string>>): void {
  const names = Object.keys(headers);
  // All of them at once, since it is asked of each character: two looks in place of twenty.
  const allNames = names.join('');
  const allValues = Object.values(headers).join('');
  if (!names.includes('') && isSendable(allNames, allValues)) return;
  const name = names.find((each) => each === '' || !isSendable(each, headers[each] ?? ''));
  throw new ProviderError({
    code: 'invalid-request',
    message: `the header ${JSON.stringify(name)} holds a character that can't be sent, such as a line break: remove it`,
    phase: 'connect',
  });
}

function isSendable(name: string, value: string): boolean {
  return sendableName.test(name) && sendableValue.test(value);
}

/** A header's value without its parameters, in lower case: `Text/HTML; charset=x` is `text/html`. */
export function mediaType(headers: HttpHeaders): string | undefined {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
}
