import type { IncomingHttpHeaders } from 'node:http';

import { Rejection } from '../errors/rejection.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';
import type { KeyRegistry } from '../keys/key-registry.ts';

/** The key of a gateway without keys, which listens on loopback addresses only. */
const anyKey: GatewayKey = { name: 'local', hash: '' };

/**
 * Returns the key of a request. Clients send it as `authorization: Bearer …` or as `x-api-key`; Claude Code can send
 * two different ones, of which either may match.
 *
 * @throws Rejection `invalid-key`. A missing and a wrong key have the same message and take the same work
 */
export function authenticate(headers: IncomingHttpHeaders, keys: KeyRegistry): GatewayKey {
  if (keys.isEmpty) return anyKey;
  const bearer = keys.find(readBearer(headers.authorization));
  const apiKey = keys.find(readText(headers['x-api-key']));
  const found = bearer ?? apiKey;
  if (found) return found;
  throw new Rejection(
    'invalid-key',
    'missing or wrong API key; send a key of the gateway as "authorization: Bearer <key>" or "x-api-key: <key>"',
  );
}

function readBearer(value: string = ''): string {
  const [, token = ''] = /^bearer +(.*)$/is.exec(value) ?? [];
  return token;
}

function readText(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}
