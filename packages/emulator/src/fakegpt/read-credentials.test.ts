import { describe, expect, it } from 'vitest';

import { readCredentials } from './read-credentials.ts';

describe('readCredentials', () => {
  it.each([
    ['x-authorization', 'Bearer t'],
    ['x-authorization', 't'],
    ['authorization', 'Bearer t'],
    ['authorization', 'bearer t'],
  ])('reads the token of "%s: %s"', (name, value) => {
    expect(readCredentials({ [name]: value }).token).toBe('t');
  });

  it('finds the credential among other cookies', () => {
    const cookie = 'session_password=a; credential=x.y=; xcredential=no';
    expect(readCredentials({ cookie }).cookie).toBe('x.y=');
  });

  it('finds nothing where there is nothing', () => {
    expect(readCredentials({})).toEqual({ cookie: undefined, token: undefined });
  });
});
