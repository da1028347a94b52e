import { describe, expect, it } from 'vitest';

import { readCredentials } from './read-credentials.ts';

describe('readCredentials', () => {
  it.each([
    ['x-authorization', 'Bearer t'],
    ['x-authorization', 't'],
    ['authorization', 'Bearer t'],
    ['authorization', 'bearer t'],
  ])('reads the token from "%s: %s"', (name, value) => {
    expect(readCredentials({ [name]: value }).token).toBe('t');
  });

  it('reads the credential from several cookies', () => {
    const cookie = 'session_password=a; credential=x.y=; xcredential=no';
    expect(readCredentials({ cookie }).cookie).toBe('x.y=');
  });

  it('returns undefined for missing headers', () => {
    expect(readCredentials({})).toEqual({ cookie: undefined, token: undefined });
  });
});
