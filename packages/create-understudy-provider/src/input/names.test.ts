import { defineProvider } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { deriveNames } from './names.ts';

describe('deriveNames', () => {
  it('derives all names from the vendor', () => {
    expect(deriveNames({ name: 'my-vendor' })).toEqual({
      packageName: 'understudy-provider-my-vendor',
      folder: 'understudy-provider-my-vendor',
      id: 'my-vendor',
      exportName: 'myVendor',
      typeName: 'MyVendor',
      variable: 'MY_VENDOR',
      label: 'My Vendor',
    });
  });

  it.each([
    ['understudy-provider-acme', 'understudy-provider-acme', 'understudy-provider-acme', 'acme'],
    ['provider-acme', 'understudy-provider-acme', 'understudy-provider-acme', 'acme'],
    ['@me/provider-acme', '@me/provider-acme', 'provider-acme', 'acme'],
    [
      '@me/understudy-provider-acme',
      '@me/understudy-provider-acme',
      'understudy-provider-acme',
      'acme',
    ],
    ['@me/acme', '@me/acme', 'acme', 'acme'],
  ])('derives the names from the package name %s', (name, packageName, folder, id) => {
    expect(deriveNames({ name })).toMatchObject({ packageName, folder, id });
  });

  it.each([
    ['x.ai', 'xAi', 'X_AI', 'X Ai'],
    ['a_b--c', 'aBC', 'A_B_C', 'A B C'],
    ['01ai', 'vendor01ai', 'VENDOR_01AI', '01ai'],
  ])('derives identifiers from %s', (name, exportName, variable, label) => {
    expect(deriveNames({ name })).toMatchObject({ id: name, exportName, variable, label });
  });

  it('uses the given id and label', () => {
    const names = deriveNames({ name: '@me/chat', id: 'acme', label: 'Acme & Sons' });
    expect(names).toMatchObject({ packageName: '@me/chat', id: 'acme', label: 'Acme & Sons' });
  });

  it.each([
    [{ name: '' }, 'name: expected the name of a vendor, such as my-vendor, received ""'],
    [{ name: '', id: 'acme' }, 'name: expected the name of a vendor'],
    [{ name: 'understudy-provider-', id: 'acme' }, 'name: expected the name of a vendor'],
    [{ name: '@me/', id: 'acme' }, 'name: expected the name of a vendor'],
    [
      { name: 'Acme' },
      'name: expected a valid npm package name, such as my-vendor, received "Acme"; name can no longer contain capital letters',
    ],
    [{ name: '../acme' }, 'name can only contain URL-friendly characters'],
    [{ name: 'a b' }, 'name can only contain URL-friendly characters'],
    [
      { name: '@me/..' },
      'name: expected a valid npm package name, such as my-vendor, received "@me/.."',
    ],
    [{ name: '@me' }, 'name: expected a valid npm package name'],
    [{ name: 'a'.repeat(200) }, 'name can no longer contain more than 214 characters'],
    [
      { name: 'a'.repeat(80) },
      'id: expected letters a to z, digits, dots, dashes and underscores, at most 64',
    ],
    [
      { name: 'acme', id: 'Acme' },
      'id: expected letters a to z, digits, dots, dashes and underscores, at most 64, received "Acme"',
    ],
    [
      { name: 'new' },
      'id: expected no reserved word of JavaScript, received "new"; try --id new-ai',
    ],
    [
      { name: 'acme', label: 'a `b`' },
      '--label: expected letters, digits, spaces and . & + -, at most 40, received "a `b`"',
    ],
  ])('rejects %j', (given, message) => {
    expect(() => deriveNames(given)).toThrow(message);
  });

  it.each(['a', 'a.b-c_d', '0', '-a', 'a/b', 'A', '', 'a'.repeat(64), 'a'.repeat(65)])(
    'accepts the id %j if core accepts it',
    (id) => {
      const accepts = (use: () => unknown): boolean => {
        try {
          use();
          return true;
        } catch {
          return false;
        }
      };
      const isAcceptedByCore = accepts(() =>
        defineProvider({
          id,
          label: id,
          interfaceVersion: 1,
          lifecycle: { state: 'active' },
          capabilities: { tools: false, images: false, files: false, json: false },
          credentialEnvVars: [],
          models: [],
          create: () => ({ chat: () => (async function* () {})() }),
        }),
      );
      expect(accepts(() => deriveNames({ name: 'acme', id, label: 'Acme' }))).toBe(
        isAcceptedByCore,
      );
    },
  );
});
