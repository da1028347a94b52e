/** What a request says about who sends it. */
export interface Credentials {
  readonly cookie: string | undefined;
  readonly token: string | undefined;
}

/** Reads the cookie, and the token from whichever header holds it; the token may stand there bare. */
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
