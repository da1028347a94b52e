import { isRecord } from '../is-record.ts';
import { fingerprint } from './fingerprint.ts';

type Texts = Readonly<Record<string, string>>;

const secretHeader = /(?:^|-)(?:authorization|key|token|secret|password)$/u;
const secretField = /(?:^key|api[-_]?key|token|secret|password)$/iu;

/** Replaces each credential in headers with its fingerprint. Keeps an authentication scheme before it. */
export function redactHeaders(headers: Texts): Texts {
  const redacted = Object.entries(headers).map(([name, value]) => {
    if (name === 'cookie') return [name, redactCookies(value)];
    return [name, secretHeader.test(name) ? redactCredential(value) : value];
  });
  return Object.fromEntries(redacted);
}

/** Replaces each secret string of a form or an object with its fingerprint. Returns other values unchanged. */
export function redactFields(value: unknown): unknown {
  return isRecord(value) ? mapSecrets(value) : value;
}

export function redactQuery(query: Texts): Texts {
  return mapSecrets(query);
}

/** Returns the fingerprint of the key in the headers. Returns undefined without a key. */
export function identifyKey(headers: Texts): string | undefined {
  const names = ['x-authorization', 'authorization', 'api-key', 'x-api-key', 'x-goog-api-key'];
  const value = names.map((name) => headers[name]).find((found) => found !== undefined);
  const key = value?.replace(/^\S+\s+/u, '').trim() ?? '';
  return key === '' ? undefined : fingerprint(key);
}

function mapSecrets<Value>(
  fields: Readonly<Record<string, Value>>,
): Record<string, Value | string> {
  const redacted = Object.entries(fields).map(([name, value]) =>
    secretField.test(name) && typeof value === 'string' && value !== ''
      ? ([name, fingerprint(value)] as const)
      : ([name, value] as const),
  );
  return Object.fromEntries(redacted);
}

function redactCredential(value: string): string {
  const [, scheme = '', credential = ''] = /^(\S+\s+)?(.*)$/su.exec(value) ?? [];
  return credential === '' ? value : scheme + fingerprint(credential);
}

function redactCookies(header: string): string {
  const pairs = header.split(';').map((pair) => {
    const valueIndex = pair.indexOf('=') + 1;
    return pair.slice(0, valueIndex) + fingerprint(pair.slice(valueIndex));
  });
  return pairs.join(';');
}
