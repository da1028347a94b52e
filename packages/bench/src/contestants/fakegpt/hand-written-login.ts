import { randomUUID } from 'node:crypto';

import { request } from 'undici';
import type { Agent } from 'undici';

/** Logs in to a FakeGpt server and returns the headers for chat requests. */
export async function requestLoginHeaders(
  baseUrl: string,
  dispatcher: Agent,
): Promise<Readonly<Record<string, string>>> {
  const { body: list } = await request(`${baseUrl}/api/loads?t=0`, { dispatcher });
  const { loads } = readLoads(await list.text());
  const login = await request(`${baseUrl}/auth/login`, {
    method: 'POST',
    dispatcher,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `token_key=${loads[0]?.token_id}&session_password=a1${randomUUID().slice(0, 8)}`,
  });
  await login.body.dump();
  const cookie = [login.headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const session = await request(`${baseUrl}/api/auth/session`, { dispatcher, headers: { cookie } });
  const { accessToken } = readSession(await session.body.text());
  return { cookie, 'x-authorization': `Bearer ${accessToken}` };
}

function readLoads(json: string): { readonly loads: readonly { readonly token_id: string }[] } {
  return JSON.parse(json);
}

function readSession(json: string): { readonly accessToken: string } {
  return JSON.parse(json);
}
