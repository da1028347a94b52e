import { isRecord } from '../is-record.ts';
import { fingerprint } from './fingerprint.ts';

type Texts = Readonly<Record<string, string>>;

const secretHeader = /(?:^|-)(?:authorization|key|token|secret|password)$/u;
const secretField = /(?:^key|api[-_]?key|token|secret|password)$/iu;

/** Headers with a fingerprint in place of each credential; the scheme before it stays. */
export function redactHeaders(headers: Texts): Texts {
  const redacted = Object.entries(headers).map(([name, value]) => {
    if (name === 'cookie') return [name, redactCookies(value)];
    return [name, secretHeader.test(name) ? redactCredential(value) : value];
  });
  return Object.fromEntries(redacted);
}

/** A query, a form or an object with a fingerprint in place of each secret text; anything else as it is. */
export function redactFields(value: unknown): unknown {
  return isRecord(value) ? mapSecrets(value) : value;
}

export function redactQuery(query: Texts): Texts {
  return mapSecrets(query);
}

/** The fingerprint of the key that a request came with. */
export function identifyKey(headers: Texts): string | undefined {
  const names = ['x-authorization', 'authorization', 'api-key', 'x-api-key'];
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
    const at = pair.indexOf('=') + 1;
    return pair.slice(0, at) + fingerprint(pair.slice(at));
  });
  return pairs.join(';');
}
