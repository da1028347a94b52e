/** The credentials of a request. */
export interface Credentials {
  readonly cookie: string | undefined;
  readonly token: string | undefined;
}

/** Reads the cookie and the token. The token may be sent with or without the scheme `Bearer`. */
export function readCredentials(headers: Readonly<Record<string, string>>): Credentials {
  const header = headers['x-authorization'] ?? headers['authorization'];
  const token = header?.replace(/^Bearer\s+/iu, '').trim();
  return { cookie: readCookie(headers['cookie'] ?? '', 'credential'), token };
}

function readCookie(header: string, name: string): string | undefined {
  const prefix = `${name}=`;
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
}
